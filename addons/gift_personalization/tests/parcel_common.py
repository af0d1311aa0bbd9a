"""Carts and orders whose gifts go to several recipients."""

from odoo import http

from .production_common import ProductionCommon


class ParcelCommon(ProductionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.no_parcel = cls.env['gift.parcel']
        cls.home = cls.env.ref('base.us')
        cls.partner.write({'country_id': cls.home.id, 'state_id': False})
        product = cls._create_product(name="Way", type='service', taxes_id=False, list_price=5.0)
        cls.fixed = cls.env['delivery.carrier'].create(
            {
                'name': "Post",
                'product_id': product.id,
                'fixed_price': 5.0,
                'website_published': True,
            }
        )

    @classmethod
    def _prepare_parcel(cls, name, **values):
        return {
            'name': name,
            'street': "Elm Street 5",
            'zip': "94107",
            'city': "San Francisco",
            'state_id': cls.env.ref('base.state_us_5').id,
            'country_id': cls.home.id,
            **values,
        }

    @classmethod
    def _add_parcel(cls, name, order=None, **values):
        order = order or cls.empty_cart
        return order._gift_add_parcel(cls._prepare_parcel(name, **values))

    @classmethod
    def _assign(cls, line, parcel, quantity):
        line.order_id._gift_assign_parcels([(line, parcel, quantity, line.product_uom_qty)])

    @classmethod
    def _create_divided_order(cls, confirm=True, product=None):
        """Create an order of three equal gifts: for the customer, for Ben and for Cem."""
        order = cls._create_gift_order("Anna", quantity=3, confirm=False, product=product)
        line = order.order_line
        ben, cem = cls._add_parcel("Ben", order), cls._add_parcel("Cem", order, city="Reno")
        cls._assign(line, ben, 1)
        cls._assign(line, cem, 1)
        if confirm:
            order.action_confirm()
        return order, ben, cem

    @classmethod
    def _create_guest_cart(cls):
        """Create the empty cart of a visitor who is not logged in."""
        return cls.env['sale.order'].create(
            {'partner_id': cls.public_partner.id, 'website_id': cls.website.id}
        )

    # === BROWSER (with HttpCase) === #

    def _open_cart(self, cart, login=None):
        """Let the session of the test have that cart."""
        self.authenticate(login, login)
        self.session['sale_order_id'] = cart.id
        http.root.session_store.save(self.session)

    def _post(self, path, **data):
        return self.url_open(path, data={'csrf_token': http.Request.csrf_token(self), **data})
