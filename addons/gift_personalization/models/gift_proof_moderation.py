from odoo import fields, models
from odoo.exceptions import UserError


class GiftProof(models.Model):
    """A proof whose words somebody has to look at is not shown to the customer before."""

    _inherit = 'gift.proof'

    moderation_note = fields.Text(
        string="To look at",
        compute='_compute_moderation_note',
        compute_sudo=True,
        groups='gift_base.group_staff',
    )

    def _compute_moderation_note(self):
        for proof in self:
            cases = proof.sale_line_id._gift_get_holding_cases()
            proof.moderation_note = '\n'.join(filter(None, cases.mapped('finding'))) or (
                self.env._("A photo of this design is being reviewed.") if cases else False
            )

    def _start(self):
        """Override to hold proofs with words that somebody has to look at."""
        self.ensure_one()
        self.sale_line_id._gift_moderate()
        if not self._gift_hold():
            super()._start()

    def _send(self):
        """Override to keep a held proof from the customer, whoever sends it."""
        if self.state == 'to_check' and self._gift_hold():
            return
        super()._send()

    def _approve_by_order(self):
        """Override to keep a held proof from being approved by the order."""
        if not self._gift_hold():
            super()._approve_by_order()

    def _gift_hold(self):
        """Tell the staff when words of the proof are to be looked at; return whether it is so."""
        self.ensure_one()
        if not self.sale_line_id._gift_get_holding_cases(('text',)):
            return False
        self._notify_staff(
            self.env._("Look at the words"),
            self.env._(
                "The design holds words from the list. Approve or reject them under Moderation;"
                " the proof waits until then.",
            ),
        )
        return True

    def action_send(self):
        """Override to lead to the decision first."""
        self._check_staff()
        for proof in self.sudo():  # checked above
            if proof.sale_line_id._gift_get_holding_cases(('text',)):
                raise UserError(
                    self.env._(
                        "%(name)s holds words that nobody has approved. Decide about them under"
                        " Moderation first.",
                        name=proof.display_name,
                    )
                )
        return super().action_send()

    def action_view_moderation(self):
        """Button: open the cases of the order line."""
        self.ensure_one()
        self._check_staff()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_moderation_case_action',
        )
        domain = [('sale_line_id', '=', self.sale_line_id.id)]
        return {**action, 'domain': domain, 'context': {}}
