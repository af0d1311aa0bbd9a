from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .gift_job import CLOSED


class GiftJob(models.Model):
    """Nothing is printed while a payment that has to come first is missing."""

    _inherit = 'gift.job'

    waits_for_payment = fields.Boolean(related='order_id.gift_waits_for_payment')

    def _gift_is_unpaid(self):
        self.ensure_one()
        return self.order_id.gift_waits_for_payment and self.stage not in CLOSED

    def _gift_on_payment_released(self):
        """Write the files of jobs that were approved meanwhile. Idempotent."""
        if any(job.file_next_try for job in self):
            self._get_file_cron()._trigger()

    @api.model
    def _get_files_due_domain(self):
        """Override to leave out jobs that wait for a payment."""
        return super()._get_files_due_domain() & Domain(
            'order_id.gift_waits_for_payment', '!=', True
        )

    @api.model
    def _cron_write_print_files(self):
        """Override to release what was paid meanwhile, by whichever way."""
        self.env['sale.order']._gift_release_all_paid()
        return super()._cron_write_print_files()

    def _check_approved(self):
        """Override to refuse files while a payment is missing."""
        if self._gift_is_unpaid():
            raise UserError(
                self.env._(
                    "%(job)s waits for a payment of its order that is still missing. Staff can"
                    " decide on the order not to wait.",
                    job=self.name,
                )
            )
        return super()._check_approved()

    def _get_file_problem(self):
        """Override to keep the floor from making what is not paid."""
        if self._gift_is_unpaid():
            return self.env._("a payment of its order is missing")
        return super()._get_file_problem()
