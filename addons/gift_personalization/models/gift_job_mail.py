from odoo import models

from .gift_step_mail import STEPS
from .guarded import guarded
from .working_days import WorkingDays

STAGES = {key for key, _label in STEPS}


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_send_stage_mail(self):
        """Override to tell the customer of the steps that were chosen.

        A gift that is made again or scanned twice sends no second mail.
        """
        super()._gift_send_stage_mail()
        if self.stage in STAGES:
            self.env['gift.step.mail'].sudo()._queue(self.sudo(), self.stage)

    # === MADE AGAIN, LATER === #

    def _gift_send_promise_mail(self):
        """Tell the customer once that a reprint arrives later than promised (sudo)."""
        self.ensure_one()
        if 'later' not in self.order_id._gift_get_mail_steps():
            return
        with guarded(self, self.env._("A mail to the customer could not be sent")):
            self.env['gift.notice']._send_once(
                self, 'promise_moved', 'gift_personalization.mail_template_job_promise_moved'
            )

    def _gift_get_moved_promise(self):
        """Return ``{'old', 'new', 'why'}`` of the order's newest move, for the mail (sudo).

        Empty where nothing has moved, as in the preview of the mail.
        """
        change = self.order_id.gift_promise_change_ids.sorted('id')[-1:]
        if not change:
            return {}
        to_date = WorkingDays(self.company_id).to_date
        old, new = to_date(change.old_date), to_date(change.new_date)
        return {'old': old, 'new': new, 'why': change._get_sentence()}
