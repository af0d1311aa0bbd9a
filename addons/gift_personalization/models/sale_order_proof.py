from odoo import api, fields, models
from odoo.tools import plaintext2html

from .guarded import guarded

CONFIRMATION = 'gift_personalization.mail_template_order_confirmation'


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    gift_proof_ids = fields.One2many(
        'gift.proof',
        'order_id',
        string="Proofs",
        readonly=True,
        groups='gift_base.group_production,base.group_portal',
    )
    gift_proof_count = fields.Integer(
        string="Proofs to show",
        compute='_compute_gift_proof_count',
        compute_sudo=True,
    )

    @api.depends('gift_proof_ids')
    def _compute_gift_proof_count(self):
        for order in self:
            order.gift_proof_count = len(order.gift_proof_ids)

    def _gift_get_lines(self):
        """Return the personalised lines of the order."""
        return self.order_line.filtered('gift_revision_id')

    def _gift_needs_proof(self):
        """Return whether the customer will be asked to approve a gift of the order."""
        return any(
            line.product_template_id._gift_get_proof_policy(line.gift_revision_id.template_id)
            != 'none'
            for line in self._gift_get_lines()
        )

    def _action_cancel(self):
        """Override of `sale` to close the proofs: nothing can be approved any more."""
        result = super()._action_cancel()
        self.sudo().gift_proof_ids._cancel()  # follows the order, whose right was checked
        return result

    def _gift_post_note(self, text, author):
        """Add an internal note to the order, in plain text.

        :param author: res.partner whose doing is told.
        """
        self.ensure_one()
        order_sudo = self.sudo()  # customers cannot write notes; the caller has checked them
        order_sudo.message_post(
            body=plaintext2html(text),
            author_id=author.id,
            subtype_xmlid='mail.mt_note',
        )

    # === CONFIRMATION MAIL === #

    def _get_confirmation_template(self):
        """Override of `sale` to show the gifts, with picture and texts, in the confirmation."""
        template = self.env.ref(CONFIRMATION, raise_if_not_found=False)
        if template and self._gift_get_lines():
            return template
        return super()._get_confirmation_template()

    def _send_order_notification_mail(self, mail_template, **kwargs):
        """Override of `sale` to send the confirmation of gifts in its own layout, and once."""
        if not mail_template or mail_template not in self._gift_get_confirmations():
            return super()._send_order_notification_mail(mail_template, **kwargs)
        order_sudo = self.sudo()  # follows the confirmation, which visitors start by paying
        with guarded(order_sudo, self.env._("The order confirmation could not be sent")):
            self.env['gift.notice']._send_once(
                order_sudo,
                f'confirmation-{order_sudo.date_order}',
                mail_template.get_external_id()[mail_template.id],
                get_files=order_sudo._gift_get_receipt_files,
            )

    def _gift_get_confirmations(self):
        """Hook: return the templates of confirmations that go out in our layout, and once."""
        return self.env.ref(CONFIRMATION, raise_if_not_found=False) or self.env['mail.template']

    # === BUTTONS === #

    def action_gift_view_proofs(self):
        """Button: open the proofs of the order."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_proof_action',
        )
        return {**action, 'domain': [('order_id', '=', self.id)], 'context': {}}
