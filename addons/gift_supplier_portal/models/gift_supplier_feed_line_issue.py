from odoo import api, models
from odoo.fields import Domain

TABS = {
    'changed': Domain('price_effect', '=', 'changed'),
    'new': Domain('price_effect', '=', 'new'),
    'stock': Domain('stock_effect', '=', 'changed'),
    'error': Domain('is_error', '=', True),
    'same': Domain('price_effect', 'in', ('same', 'none'))
    & Domain('stock_effect', '!=', 'changed')
    & Domain('is_error', '=', False),
}


class GiftSupplierFeed(models.Model):
    """What a list's page shows, and its errors as a file."""

    _inherit = 'gift.supplier.feed'

    def _search_lines(self, tab, **options):
        """Return the rows of a tab of the page: changed, new, stock, error or same."""
        self.ensure_one()
        lines = self.env['gift.supplier.feed.line']
        return lines.search(Domain('feed_id', '=', self.id) & TABS[tab], order='number', **options)

    def _build_errors(self):
        """Return the rows with errors as a CSV file: row, column and reason."""
        _ = self.env._
        rows = [[_("Row"), _("Your item number"), _("Our reference"), _("Column"), _("Reason")]]
        for line in self._search_lines('error'):
            for column, sentence in line._get_issues():
                rows.append([line.number, line.code or '', line.reference or '', column, sentence])
        return self._build_csv(rows)


class GiftSupplierFeedLine(models.Model):
    """What is wrong with a row and what to do, in whole sentences."""

    _inherit = 'gift.supplier.feed.line'

    @api.depends('issues')
    def _compute_issue_text(self):
        for line in self:
            line.issue_text = ' '.join(
                f'{label}: {sentence}' for label, sentence in line._get_issues(for_staff=True)
            )

    def _get_issues(self, *, for_staff=False):
        """Return ``[(column, sentence), …]`` of a row.

        :param bool for_staff: suppliers do not learn what we buy from others.
        """
        self.ensure_one()
        labels = self.feed_id._get_meaning_labels()
        sentences = self._get_issue_sentences()
        found = []
        for column, code, value in self.issues or []:
            if code == 'foreign' and not for_staff:
                code = 'unknown'
            first, _blank, second = value.partition(' ')
            sentence = sentences.get(code, '') % {'value': value, 'first': first, 'second': second}
            found.append((labels[column], sentence))
        return found

    @api.model
    def _get_issue_sentences(self):
        _ = self.env._
        return {
            'number': _("“%(value)s” is no number."),
            'two_ways': _(
                "“%(value)s” can be read in two ways. Write thousands without a mark and decimals"
                " with two or four digits."
            ),
            'negative': _("“%(value)s” is less than 0."),
            'large': _("“%(value)s” is too large to be meant."),
            'zero': _("A price of 0 is not taken over. Leave the cell empty to keep the price."),
            'delay': _("“%(value)s” is no lead time. Write whole days, up to 730."),
            'date': _("“%(value)s” is no date. Write it as 2026-12-24."),
            'date_two_ways': _(
                "“%(value)s” can be two dates. Write the year first, as in 2026-12-24."
            ),
            'no_product': _("This row names no product. Enter your item number or our reference."),
            'unknown': _(
                "We buy nothing with the number “%(value)s” from you. Ask our buyer to add it."
            ),
            'foreign': _(
                "“%(value)s” is a product that we do not buy from this supplier. Add the supplier"
                " to it first."
            ),
            'mismatch': _(
                "Your number “%(value)s” belongs to another product than our reference in this row."
            ),
            'ambiguous': _("“%(value)s” stands for several products. Enter our reference as well."),
            'discontinued': _("We do not buy “%(value)s” any more. Remove the row."),
            'currency': _("The price is in %(first)s, but we buy this product in %(second)s."),
            'min_quantity': _(
                "This product has several prices by quantity. Enter the minimum quantity of the"
                " price that is meant."
            ),
            'duplicate': _(
                "Row %(value)s is about the same product and quantity. Keep one of them."
            ),
            'stock_twice': _("Row %(value)s says another stock of this product. Keep one of them."),
        }
