from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .gift_moderation_case import HOLDING


class GiftJob(models.Model):
    """Nothing is printed while a case about the design is open."""

    _inherit = 'gift.job'

    def _gift_is_moderated(self):
        self.ensure_one()
        return bool(self.sale_line_id._gift_get_holding_cases())

    def _gift_on_moderation_closed(self):
        """Write the files of jobs that were approved meanwhile. Idempotent."""
        if any(job.file_next_try for job in self):
            self._get_file_cron()._trigger()

    @api.model
    def _get_files_due_domain(self):
        """Override to leave out jobs about which a case is open."""
        held = Domain('sale_line_id.gift_case_ids', 'any', [('state', 'in', HOLDING)])
        return super()._get_files_due_domain() & ~held

    def _check_approved(self):
        """Override to refuse files of a design about which a case is open."""
        if self._gift_is_moderated():
            raise UserError(self._gift_get_moderation_message())
        return super()._check_approved()

    def _get_file_problem(self):
        """Override to keep the floor from making a design about which a case is open."""
        if self._gift_is_moderated():
            return self.env._("a photo or text of it is being reviewed")
        return super()._get_file_problem()

    def _gift_get_moderation_message(self):
        return self.env._(
            "A photo or text of %(job)s is being reviewed. Decide about it under Moderation first.",
            job=self.name,
        )
