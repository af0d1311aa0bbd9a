from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

QUIET_MINUTES = 5  # artwork of an order is written file by file; one mail tells of all
PACKAGES_PER_RUN = 2000


class GiftSupplierPackage(models.Model):
    """Suppliers hear of artwork that became ready after the order, and of what was taken back."""

    _inherit = 'gift.supplier.package'

    told_state = fields.Char(
        string="State that was told", readonly=True, copy=False,
        help="Released or withdrawn, as the supplier's contacts know it by mail.",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        """Override to tell of new artwork soon."""
        packages = super().create(vals_list)
        packages._schedule_mail()
        return packages

    def _withdraw(self, reason):
        """Override to tell of withdrawn artwork soon."""
        super()._withdraw(reason)
        self._schedule_mail()

    def _schedule_mail(self):
        if self:
            at = fields.Datetime.now() + timedelta(minutes=QUIET_MINUTES)
            self.env.ref('gift_supplier_portal.ir_cron_artwork').sudo()._trigger(at)

    def _note_told(self):
        """Note that the contacts know how the artwork stands."""
        for state, packages_sudo in self.sudo().grouped('state').items():
            packages_sudo.write({'told_state': state})

    def _was_seen(self):
        """Return whether the supplier can know of the artwork at all."""
        self.ensure_one()
        return bool(self.told_state or self.download_ids or self.answer_date)

    @api.model
    def _release_missed(self):
        """Release what was confirmed in the very moment in which its files were written.

        Neither of the two transactions saw the other one.
        """
        lines = self.env['purchase.order.line'].search(
            [
                ('order_id.state', '=', 'purchase'),
                ('gift_revision_hash', '!=', False),
                ('gift_package_ids', '=', False),
            ],
            order='id desc',
            limit=PACKAGES_PER_RUN,
        )
        lines.filtered(
            lambda line: (
                line.gift_sale_line_id.gift_job_ids.files_hash == line.gift_revision_hash
                and not line._gift_get_design_problem()
            )
        )._gift_release_artwork()

    @api.model
    def _cron_tell(self):
        """Scheduled action: mail what is ready and what was withdrawn, one mail for an order."""
        self._release_missed()
        untold = Domain('state', '=', 'released') & Domain('told_state', '=', False)
        untold |= Domain('state', '=', 'withdrawn') & Domain('told_state', '!=', 'withdrawn')
        found = self.search(untold, order='order_id, id', limit=PACKAGES_PER_RUN)
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(found.order_id))
        for order, packages in found.grouped('order_id').items():
            order._gift_tell_artwork(packages)
            if not cron._commit_progress(1):
                break


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    def _gift_tell_artwork(self, packages):
        """Mail each contact what is ready and what was withdrawn; each package is told once.

        :param packages: gift.supplier.package (sudo) of the order.
        """
        self.ensure_one()
        self._gift_lock_answers()
        packages.invalidate_recordset(['told_state', 'state'])
        packages = packages.filtered(lambda package: package.told_state != package.state)
        ready = packages.filtered(lambda package: package.state == 'released')
        gone = packages.filtered(lambda package: package.state == 'withdrawn')
        gone = gone.filtered(lambda package: package._was_seen())
        packages._note_told()
        if not ready and not gone:
            return
        for contact_sudo in self.env['gift.supplier.contact']._get_for_order(self):
            self.env['gift.supplier.access']._send_link(
                contact_sudo, self, template='mail_template_artwork',
                gift_ready=ready._get_labels(), gift_withdrawn=gone._get_labels(),
            )  # fmt: skip
