from .common import GiftCommon


class NamesCommon(GiftCommon):
    """Lists of names of a product that can be personalised."""

    @classmethod
    def _create_list(cls, pasted="Anna\nPaul", *, product=None, values=None, **options):
        """Create a list of the name product with pasted rows; returns ``(list, key)``."""
        names, key = cls.env['gift.name.list']._create_for(
            product or cls.gift_product,
            values or {},
            assets=options.get('assets', cls.env['gift.asset']),
            website=cls.website,
            partner=options.get('partner'),
        )
        if pasted:
            names._read_pasted(pasted)
        return names, key

    def _work(self):
        """Run the scheduled action on lists."""
        with self.enter_registry_test_mode():
            self.env.ref('gift_personalization.ir_cron_name_lists').method_direct_trigger()
        self.env.invalidate_all()

    def _create_checked(self, pasted="Anna\nPaul", **options):
        """Create a list and check its rows; returns the list."""
        names, _key = self._create_list(pasted, **options)
        self._work()
        return names

    def _create_cart(self, partner=None):
        return self.env['sale.order'].create(
            {
                'partner_id': (partner or self.users['customer'].partner_id).id,
                'website_id': self.website.id,
            }
        )

    def _order(self, names, cart=None):
        """Put a list into a cart; returns the cart."""
        cart = cart or self._create_cart()
        names._request_order(cart)
        self._work()
        return cart

    def _summary(self, names):
        """Return ``[(first text, is error, is duplicate), …]`` in the order of the review."""
        rows = self.env['gift.name.row'].search([('list_id', '=', names.id)])
        return [(next(iter(r.texts.values())), r.is_error, r.is_duplicate) for r in rows]
