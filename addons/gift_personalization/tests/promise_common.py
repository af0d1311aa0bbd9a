from freezegun import freeze_time

from odoo.fields import Command

from .production_common import ProductionCommon

MONDAY = '2026-11-30 09:00:00'  # 10:00 in Berlin, before the cut-off


class PromiseCommon(ProductionCommon):
    """A workshop in Berlin that works Monday to Friday and makes five test prints a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['resource.calendar'].create(
            {'name': "Workshop", 'tz': 'Europe/Berlin', 'company_id': cls.env.company.id}
        )
        cls.env.company.resource_calendar_id = cls.calendar
        cls.method = cls.gift_template.surface_ids.method_id
        cls.center = cls._create_center(cls.method, 5)
        cls.gift_template.proof_policy = 'none'
        cls.carrier.write({'gift_transit_min': 1, 'gift_transit_max': 2})

    @classmethod
    def _create_center(cls, methods, pieces, **values):
        days = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday')
        return cls.env['gift.work.center'].create(
            {
                'name': "Laser",
                'method_ids': [Command.set(methods.ids)],
                **dict.fromkeys(days, pieces),
                **values,
            }
        )

    @classmethod
    def _order(cls, *texts, moment=MONDAY, policy=None, carrier=None, confirm=True, **kwargs):
        """Create an order at that moment; with a delivery method where one is given."""
        if policy:
            cls.gift_template.proof_policy = policy
        with freeze_time(moment):
            order = cls._create_gift_order(*texts, confirm=False, **kwargs)
            order.carrier_id = carrier
            if confirm:
                order.action_confirm()
        return order

    def _get_slots(self, order):
        """Return ``{day of the month: pieces}`` that are booked for an order."""
        rows = order.order_line.gift_booking_ids
        return {row.date.day: row.pieces for row in rows.sorted('date')}
