import base64

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.gift_personalization.models.guarded import guarded

ON_THE_WAY = ('reprint_cause_transit', 'reprint_cause_lost')
CAUSES = {
    'reprint_cause_misprint': 'print',
    'reprint_cause_blank': 'article',
    'reprint_cause_transit': 'transit',
    'reprint_cause_lost': 'missing',
    'reprint_cause_text': 'artwork',
}


class GiftReprint(models.Model):
    """A reprint that is a supplier's fault is reported to the supplier by itself."""

    _inherit = 'gift.reprint'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to report what a supplier has caused."""
        reprints = super().create(vals_list)
        for reprint in reprints.filtered(lambda entry: entry.fault == 'supplier'):
            order = reprint.job_id.order_id
            with guarded(order, self.env._("A supplier could not be told of a reprint")):
                reprint._gift_report_defect()
        return reprints

    def _gift_report_defect(self):
        """Report the defect of the purchase line that the gift came with, if there is one."""
        self.ensure_one()
        line_sudo = self._gift_find_purchase_line()
        names = [name for name in ON_THE_WAY if self.cause_id == self._gift_get_cause(name)]
        if not line_sudo or (names and not line_sudo.order_id._is_dropshipped()):
            return  # what our own carrier breaks or loses is no fault of who sold it to us
        self.env['gift.supplier.defect']._report(
            line_sudo,
            {
                'quantity': min(self.quantity, line_sudo._gift_get_defect_left()),
                'cause': self._gift_get_defect_cause(),
                'source': 'complaint' if self.was_shipped else 'workshop',
                'reprint_id': self.id,
            },
            self._gift_get_defect_photos(),
            reference=f'reprint-{self.id}',
        )

    def _gift_find_purchase_line(self):
        """Return the newest confirmed purchase line (sudo) of the gift that is not all faulty."""
        lines_sudo = self.env['purchase.order.line'].sudo()  # production buys nothing
        domain = [
            ('gift_sale_line_id', '=', self.job_id.sale_line_id.id),
            ('order_id.state', '=', 'purchase'),
        ]
        found = lines_sudo.search(domain, order='id desc')
        return found.filtered(lambda line: line._gift_get_defect_left() > 0)[:1]

    def _gift_get_cause(self, name):
        return self.env.ref(f'gift_personalization.{name}', raise_if_not_found=False)

    def _gift_get_defect_cause(self):
        for name, cause in CAUSES.items():
            if self.cause_id == self._gift_get_cause(name):
                return cause
        return 'other'

    def _gift_get_defect_photos(self):
        """Return the photo as an asset, written anew; none when it cannot be read safely."""
        assets = self.env['gift.asset'].sudo()  # made by who reports; nothing else is read
        photo = self.with_context(bin_size=False).photo
        if not photo:
            return assets
        try:
            return assets._ingest_photo(base64.b64decode(photo))
        except UserError:
            return assets
