"""Two suppliers beside our workshop, each of which can make the test gift."""

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.gift_personalization.tests.promise_common import MONDAY, PromiseCommon

from .common import SupplierCommon


class RoutingCommon(PromiseCommon, SupplierCommon):
    """Our workshop makes five a day at 3.00 each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.method.own_piece_cost = 3.0
        cls.gift_product.standard_price = 0.0
        cls._set_routing()
        cls.country = cls.env.ref('base.de')
        cls.partner.country_id = cls.country

    @classmethod
    def _set_routing(cls, value='1', name='routing'):
        cls.env['ir.config_parameter'].set_param(f'gift_supplier_portal.{name}', value)

    @classmethod
    def _create_capability(cls, supplier=None, **values):
        """Create a supplier's machine: ten a day, one day and two on the way, 1.00 each."""
        return cls.env['gift.supplier.capability'].create(
            {
                'name': "Test print",
                'partner_id': (supplier or cls.mugs).id,
                'method_ids': [Command.set(cls.method.ids)],
                'daily_pieces': 10,
                'lead_days': 1,
                'transit_days': 2,
                'piece_cost': 1.0,
                **values,
            }
        )

    @classmethod
    def _order(cls, *texts, due='2026-12-18 12:00:00', confirm=True, **kwargs):
        """Create an order that was promised for a later day than our workshop needs."""
        order = super()._order(*texts, confirm=False, **kwargs)
        order.commitment_date = due
        if confirm:
            with freeze_time(MONDAY):
                order.action_confirm()
        return order

    @classmethod
    def _order_approved(cls, *texts, **kwargs):
        """Return an order whose gifts are approved and whose files are written."""
        with freeze_time(MONDAY):
            order = cls._order(*texts, **kwargs)
            cls._make_ready(order.gift_job_ids)
        return order

    @classmethod
    def _get_shares(cls, order):
        """Return ``[(way, supplier, pieces), …]`` of an order, oldest first."""
        shares = order.gift_share_ids.sorted('id')._get_active()
        return [(share.way, share.supplier_id.name, share.quantity) for share in shares]

    @classmethod
    def _get_purchases(cls, order):
        return cls.env['purchase.order.line'].search(
            [('gift_sale_line_id', 'in', order.order_line.ids)], order='id'
        )

    @classmethod
    def _get_leaving(cls, order):
        """Return how many pieces are on order or on their way to the customer."""
        return sum(line._get_qty_procurement() for line in order.order_line)
