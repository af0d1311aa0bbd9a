from odoo import api, models


class GiftPromiseSource(models.AbstractModel):
    """A record that promised dates count on: its changes have open promises reviewed."""

    _name = 'gift.promise.source'
    _description = 'What promises count on'
    _gift_watched = ()  # fields; empty: all of them

    def _gift_request_review(self):
        """Hook: ask for the review that the records concern."""
        reviews = self.env['gift.promise.review']
        for company in self.company_id or [None]:
            reviews._request('closed', company=company)

    def _gift_request_review_of_new(self):
        """Hook: the same for new records."""
        self._gift_request_review()

    @api.model_create_multi
    def create(self, vals_list):
        """Override to review promises after something was added."""
        records = super().create(vals_list)
        records._gift_request_review_of_new()
        return records

    def write(self, vals):
        """Override to review promises after something was changed."""
        result = super().write(vals)
        if not self._gift_watched or not set(vals).isdisjoint(self._gift_watched):
            self._gift_request_review()
        return result

    def unlink(self):
        """Override to review promises: what was in the way is gone."""
        self._gift_request_review()
        return super().unlink()


class ResourceCalendarLeaves(models.Model):
    """Holidays of a company; absences of people do not count."""

    _name = 'resource.calendar.leaves'
    _inherit = ['resource.calendar.leaves', 'gift.promise.source']

    def _gift_request_review(self):
        """Override to leave out absences of people."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        if holidays:
            super(ResourceCalendarLeaves, holidays)._gift_request_review()


class ResourceCalendarAttendance(models.Model):
    _name = 'resource.calendar.attendance'
    _inherit = ['resource.calendar.attendance', 'gift.promise.source']

    def _gift_request_review(self):
        """Override: hours belong to a company's calendar."""
        companies = self.env['res.company'].sudo()  # who plans hours need not read companies
        for company in companies.search([('resource_calendar_id', 'in', self.calendar_id.ids)]):
            self.env['gift.promise.review']._request('closed', company=company)


class DeliveryCarrier(models.Model):
    _name = 'delivery.carrier'
    _inherit = ['delivery.carrier', 'gift.promise.source']
    _gift_watched = (
        'gift_transit_min',
        'gift_transit_max',
        'gift_on_monday',
        'gift_on_tuesday',
        'gift_on_wednesday',
        'gift_on_thursday',
        'gift_on_friday',
        'gift_on_saturday',
        'gift_on_sunday',
    )

    def _gift_request_review_of_new(self):
        """Override: nothing was promised yet with a new delivery method."""

    def _gift_request_review(self):
        """Override to review what goes with these delivery methods."""
        for carrier in self:
            self.env['gift.promise.review']._request('carrier', carrier=carrier)


class StockMove(models.Model):
    _inherit = 'stock.move'

    def write(self, vals):
        """Override of `stock` to review promises when a receipt of blanks is moved or cancelled."""
        before = {move: move.date for move in self} if 'date' in vals else {}
        result = super().write(vals)
        if 'date' in vals:
            self.filtered(lambda move: move.date != before[move])._gift_request_review()
        elif vals.get('state') == 'cancel':
            self._gift_request_review()
        return result

    def _gift_request_review(self):
        receipts = self.filtered(
            lambda move: (
                move.picking_type_id.code == 'incoming' and move.product_id.gift_template_id
            )
        )
        for product in receipts.product_id:
            self.env['gift.promise.review']._request('stock', product=product)
