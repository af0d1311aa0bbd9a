from odoo import fields, models
from odoo.exceptions import UserError

from .gift_proof import MAX_NAME


class GiftProof(models.Model):
    """Approval by silence: only where the customer has asked for it, and never with a warning."""

    _inherit = 'gift.proof'

    approval_kind = fields.Selection(selection_add=[('auto', "By silence, as agreed")])
    auto_opt_in = fields.Boolean(string="Silence is an approval", readonly=True, copy=False)
    auto_opt_in_date = fields.Datetime(string="Agreed on", readonly=True, copy=False)
    auto_opt_in_by_id = fields.Many2one(
        'res.partner', string="Agreed by", readonly=True, copy=False, ondelete='restrict'
    )
    auto_opt_in_name = fields.Char(string="Name given for it", readonly=True, copy=False)
    auto_opt_in_wording = fields.Text(string="Wording agreed to", readonly=True, copy=False)

    # === READING === #

    def _get_warnings(self):
        """Return the sentences of everything that the guard has to say about the design."""
        self.ensure_one()
        revision_sudo = self.sudo().revision_id
        designs = self.env['gift.design']._with_zone_labels(revision_sudo.template_id)
        _layout, findings = designs._layout(revision_sudo._get_engine_design())
        return [designs._gift_finding_message(finding) for finding in findings]

    def _can_agree_to_silence(self):
        """Return whether the customer may be offered that silence is taken for an approval."""
        self.ensure_one()
        return (
            self.sudo().revision_id.template_id.auto_approval
            and bool(self.deadline_date)
            and self._can_be_answered()
            and not self._is_overdue()
            and not self._get_warnings()
        )

    def _get_silence_wording(self):
        """Return the sentence that the customer agrees to, in the language of the page."""
        self.ensure_one()
        return self.env._(
            "If I do not answer by %(date)s, please make %(quantity)s × %(product)s exactly as"
            " shown (version %(number)s, design %(hash)s). I have looked at the picture and read"
            " every text letter by letter.",
            date=self._format_date(self.deadline_date),
            quantity=f'{self.quantity:g}',
            product=self.sale_line_id.product_id.display_name,
            number=self.number,
            hash=self.revision_hash[:12],
        )

    # === AGREEMENT === #

    def _agree_to_silence(self, *, expected_hash, partner, name):
        """Store that the customer wants silence to be taken for an approval of this version.

        :raise UserError: when it is not offered, the page was stale or the name is missing.
        """
        self.ensure_one()
        self._gift_lock()
        self._check_answerable()
        self._check_shown(expected_hash, None)
        name = ' '.join((name or '').split())
        if not name:
            raise UserError(self.env._("Please enter your name, so that we know who approved."))
        if not self._can_agree_to_silence():
            raise UserError(
                self.env._(
                    "This gift needs your own answer. Please approve it or ask for a change."
                ),
            )
        self.write(
            {
                'auto_opt_in': True,
                'auto_opt_in_date': fields.Datetime.now(),
                'auto_opt_in_by_id': partner.id,
                'auto_opt_in_name': name[:MAX_NAME],
                'auto_opt_in_wording': self._get_silence_wording(),
            }
        )

    def _stop_silence(self):
        """Take the agreement back: any word of the customer means that somebody has to read it."""
        agreed = self.filtered(lambda proof: proof.auto_opt_in and proof.state == 'sent')
        agreed.write({'auto_opt_in': False})
        return agreed

    def _message_post_after_hook(self, message, msg_values):
        """Override of `mail` to wait for the customer after a message of his."""
        self.env['gift.proof']._gift_stop_silence_after(message, self)
        return super()._message_post_after_hook(message, msg_values)

    def _gift_stop_silence_after(self, message, proofs):
        """Stop the approval by silence of ``proofs`` when somebody outside the shop wrote."""
        author_sudo = message.sudo().author_id
        if message.message_type in ('comment', 'email') and not any(
            user._is_internal() for user in author_sudo.user_ids
        ):
            proofs.sudo()._stop_silence()  # nobody has the right to write proofs

    # === APPROVAL === #

    def _approve_by_silence(self):
        """Approve a proof whose customer agreed to it and has not answered in time. Idempotent."""
        self.ensure_one()
        self._gift_lock()
        self.invalidate_recordset(['auto_opt_in', 'deadline_date'])
        if not (self._can_be_answered() and self.auto_opt_in and self._is_overdue()):
            return
        if self._get_warnings():
            self._stop_silence()
            return
        self._set_approved(
            approval_kind='auto',
            approved_by_id=self.auto_opt_in_by_id.id,
            approved_name=self.auto_opt_in_name,
            approved_wording=self.env._(
                "%(wording)s\nNo answer came until %(date)s.",
                wording=self.auto_opt_in_wording,
                date=self._format_date(self.deadline_date),
            ),
        )
        self._send_mail('approved', 'gift_personalization.mail_template_proof_approved')

    def _format_date(self, date):
        return self.env['ir.qweb.field.date'].value_to_html(date, {'format': 'EEE d MMM y'})
