from odoo import fields, models


class GiftParcel(models.Model):
    """When the parcel of a recipient should arrive, and what was promised for it."""

    _inherit = 'gift.parcel'

    wanted_date = fields.Date(
        string="Wanted by",
        readonly=True,
        copy=False,
        help="Empty: the date that was chosen for the order, or as soon as possible.",
    )
    promise_date = fields.Date(string="Promised", readonly=True, copy=False)
    first_promise_date = fields.Date(
        string="First promised", readonly=True, copy=False, help="It never changes."
    )

    def _gift_change_wanted_date(self, day):
        """Let the parcel arrive on another day (empty: that of the order). Call it in sudo.

        :raise UserError: why that is not possible, with the nearest date.
        """
        self.ensure_one()
        self.order_id._gift_set_wanted(self, day)
