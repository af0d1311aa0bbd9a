"""Every address of the suppliers' pages, from the routing map, with a record of each kind."""

import re

from . import invoice_files
from .pages import SupplierPages
from .test_supplier_artwork import ArtworkCommon
from .test_supplier_defect import build_photo

PLACE = re.compile(r'<[^>]*?(\w+)>')


class RoutesCommon(ArtworkCommon, SupplierPages):
    """A supplier with an order, artwork, a ship notice, a defect, an invoice and a price list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.bob.may_admin = cls.cleo.may_admin = True
        cls.order = cls._create_purchase()
        line = cls.order.order_line
        shipment = env['gift.supplier.shipment']._announce(
            cls.order, cls.bob, 'x', {}, [('', {line: 4})]
        )
        defect = env['gift.supplier.defect']._report(
            line.sudo(), {'quantity': 1, 'cause': 'print', 'source': 'receipt'},
            env['gift.asset']._ingest_photo(build_photo()), reference='r',
        )  # fmt: skip
        feed = env['gift.supplier.feed']._receive(cls.bob, b"Code;Price\nX-1;oops\n", 'own.csv')
        feed._work({})
        invoice = env['gift.supplier.invoice']._upload(cls.order, cls.bob, 'i', invoice_files.pdf())
        _jobs, bought = cls._buy("Anna")
        cls.gift_order, package = bought.order_id, bought.gift_package_ids
        cls.records = {
            'order_id': cls.order, 'shipment_id': shipment, 'defect_id': defect,
            'photo_id': defect.photo_ids, 'feed_id': feed, 'invoice_id': invoice,
            'package_id': package, 'contact_id': cls.ann,
        }  # fmt: skip
        assert all(len(record) == 1 for record in cls.records.values())
        cls.own_names = ("Mugs Ltd", cls.order.name, cls.gift_order.name, shipment.name)

    @classmethod
    def _get_routes(cls, begin='/supplier/'):
        """Return ``{(method, rule), …}`` of all addresses of the running server."""
        return {
            (method, rule.rule)
            for rule in cls.env['ir.http'].routing_map().iter_rules()
            for method in (rule.methods or {'GET', 'POST'}) - {'HEAD', 'OPTIONS'}
            if rule.rule.startswith(begin)
        }

    @classmethod
    def _fill(cls, rule, key):
        """Return the address of a rule for the supplier's records."""
        values = {name: str(record.id) for name, record in cls.records.items()}
        values |= {'key': key, 'kind': 'csv', 'paper': 'labels', 'page': '1', 'rest': 'odd'}
        values |= {'artwork_id': values['package_id']}
        return PLACE.sub(lambda place: values[place[1]], rule)

    def _read_counts(self):
        """Return ``{table: rows written so far}`` of the whole database."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_all_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(self.env.cr.fetchall())
