from collections import defaultdict

from odoo import models
from odoo.tools.misc import formatLang

ROWS_PER_PAGE = 25


class GiftNameList(models.Model):
    """What the page of a list shows."""

    _inherit = 'gift.name.list'

    # === ADDRESSES === #

    def _get_url(self, key=None, path=''):
        """Return the address of the list's page, or of ``path`` below it."""
        self.ensure_one()
        return f'/gift/names/{key or self._get_page_key()}{path}'

    # === COUNTS AND PRICES === #

    def _get_counts(self):
        """Return the number of rows per tab."""
        rows = self.env['gift.name.row']
        whole = [('list_id', '=', self.id)]
        return {
            name: rows.search_count(whole + list(domain))
            for name, domain in rows._get_filters().items()
        }

    def _get_price_infos(self):
        """Return Odoo's price information by variant, once per variant; needs a request."""
        products = self.env['gift.name.row']._read_group(
            [('list_id', '=', self.id)], ['product_id']
        )
        return {
            product: product.product_tmpl_id.with_company(
                self.website_id.company_id
            )._gift_get_price_info(product.product_template_attribute_value_ids, product)
            for (product,) in products
        }

    def _get_total(self, infos):
        """Return ``{'pieces', 'price', 'lines'}`` of the whole list as texts and numbers."""
        groups = self.env['gift.name.row']._read_group(
            [('list_id', '=', self.id)], ['product_id', 'price_extra'], ['quantity:sum']
        )
        pieces, price, currency = 0, 0.0, None
        for product, extra, quantity in groups:
            info = infos[product]
            pieces += quantity
            price += quantity * self._get_unit_price(product, extra, info)
            currency = info['currency']
        return {
            'pieces': pieces,
            'price': formatLang(self.env, price, currency_obj=currency) if currency else '',
        }

    def _get_unit_price(self, product, extra, info):
        shown = product.product_tmpl_id._gift_convert_extra(extra, info)
        return info['currency'].round(info['price'] + shown)

    # === ROWS === #

    def _prepare_rows_page(self, tab='all', page=1):
        """Return what the review shows: a page of rows of a tab.

        :param str tab: untrusted, see `gift.name.row._get_filters`.
        :param int page: 1 for the first.
        """
        rows = self.env['gift.name.row']
        filters = rows._get_filters()
        tab = tab if tab in filters else 'all'
        domain = [('list_id', '=', self.id), *filters[tab]]
        counts = self._get_counts()
        pages = max(1, -(-counts[tab] // ROWS_PER_PAGE))
        page = min(max(1, page), pages)
        found = rows.search(domain, offset=(page - 1) * ROWS_PER_PAGE, limit=ROWS_PER_PAGE)
        infos = self._get_price_infos()
        return {
            'names': self,
            'tab': tab,
            'page': page,
            'pages': pages,
            'counts': counts,
            'total': self._get_total(infos),
            'variants': self._get_variant_choices(),
            'entries': [self._prepare_entry(row, infos) for row in found],
        }

    def _get_variant_choices(self):
        """Return ``[(id, name)]`` of the variants, empty when there is only one."""
        variants = self.product_id.product_tmpl_id.product_variant_ids
        if len(variants) < 2:
            return []
        return [
            (variant.id, variant.product_template_attribute_value_ids._get_combination_name())
            for variant in variants
        ]

    def _prepare_entry(self, row, infos):
        messages = defaultdict(list)
        for entry in row._get_messages():
            messages[entry['severity']].append(entry)
        info = infos[row.product_id]
        price = self._get_unit_price(row.product_id, row.price_extra, info)
        currency = info['currency']
        return {
            'row': row,
            'texts': [
                (zone, (row.texts or {}).get(zone.key, '')) for zone in self._get_filled_zones()
            ],
            'messages': [*messages['error'], *messages['duplicate'], *messages['warning']],
            'price': formatLang(self.env, price, currency_obj=currency),
            'sum': formatLang(self.env, price * row.quantity, currency_obj=currency),
            'picture': f'/row/{row.id}/{row._get_picture_version()}.jpg',
        }

    def _get_filled_zones(self):
        filled = (self.columns or {}).values()
        return self._get_text_zones().filtered(lambda zone: f'zone:{zone.key}' in filled)
