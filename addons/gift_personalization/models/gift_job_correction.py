from odoo import models

from .gift_job import CLOSED, ON_THE_FLOOR


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_is_claimed(self):
        """Return whether production has claimed the job, so that its design is final.

        Hook: whoever claims jobs earlier (a batch, a subcontractor) says so here.
        """
        self.ensure_one()
        return self.stage in ON_THE_FLOOR + CLOSED

    def _gift_is_current_file(self, file):
        """Return whether a print file shows the approved design of its job (sudo)."""
        self.ensure_one()
        return file.revision_hash == self.revision_hash == self.approved_hash
