from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MAX_REPLY = 2000


class GiftReview(models.Model):
    """What staff decide: whether a review keeps to the rules, and what the shop answers."""

    _inherit = 'gift.review'

    def _approve(self):
        """Publish a review that staff have looked at. Idempotent."""
        self.ensure_one()
        self._gift_lock()
        self._publish()
        self.decided_by_id = self.env.user

    def _reject(self, reason, note):
        """Do not publish a review, and tell its author why. Idempotent.

        :raise UserError: without a reason, or for a reason that is none.
        """
        self.ensure_one()
        if reason not in self._fields['reason'].get_values(self.env):
            raise UserError(self.env._("Please choose the rule that the review does not keep to."))
        if self._gift_update_state(
            'rejected',
            reason=reason,
            note=self._clean(note, MAX_REPLY),
            decided_by_id=self.env.uid,
        ):
            self._tell('rejected')

    def _answer(self, text):
        """Set what the shop says below the review; an empty text takes it back."""
        self.ensure_one()
        text = self._clean(text, MAX_REPLY)
        if self.state != 'published':
            raise UserError(self.env._("Only published reviews are answered. Publish it first."))
        self.write({'reply': text, 'reply_date': fields.Datetime.now() if text else False})
        if text:
            self._tell('answered')

    def _get_reason_label(self):
        """Return the rule that the review does not keep to, in words."""
        return dict(self._fields['reason']._description_selection(self.env)).get(self.reason, '')

    def _tell(self, kind):
        """Send a mail to the author; each decision is told once."""
        moment = self.reply_date if kind == 'answered' else self.write_date
        self.env['gift.notice']._send_once(
            self, f'{kind}-{moment:%Y%m%d%H%M%S}', f'gift_loyalty.mail_template_review_{kind}'
        )

    # === BUTTONS === #

    def _check_staff(self):
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('read')

    def action_publish(self):
        """Button: the review keeps to the rules."""
        self._check_staff()
        for review_sudo in self.sudo():  # checked above; nobody may write reviews
            review_sudo._approve()
        return True

    def action_reject(self):
        """Button: open the window that asks for the rule."""
        return self._open_window('reject', self.env._("Do not publish"))

    def action_reply(self):
        """Button: open the window in which the shop answers."""
        return self._open_window('reply', self.env._("Answer"))

    def _open_window(self, decision, title):
        self.ensure_one()
        self._check_staff()
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': 'gift.review.answer',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_review_id': self.id, 'default_decision': decision},
        }
