from datetime import timedelta

from odoo import fields, models

DAY = timedelta(days=1)


class GiftSupplierFeed(models.Model):
    """Taking a list over: stock at once, prices as approved, in pieces that count once."""

    _inherit = 'gift.supplier.feed'

    def _apply_piece(self):
        """Take the next rows over: first all stock, then prices; at the end close the list."""
        lines = self.env['gift.supplier.feed.line']
        stock = lines.search(lines._get_stock_domain(self), order='id', limit=self._get_piece())
        if stock:
            self._apply_stock(stock)
            return
        approved = [('feed_id', '=', self.id), ('state', '=', 'approved')]
        prices = lines.search(approved, order='id', limit=self._get_piece())
        if prices:
            self._apply_prices(prices)
            return
        self._finish()

    def _apply_stock(self, lines):
        self.env['gift.supplier.stock']._tell(
            self.supplier_id,
            {line.product_id: (line.stock, line.available_from) for line in lines},
            self.sent_date,
        )
        lines.write({'is_stock_applied': True})
        self.done_count += len(lines)

    def _follow_decision(self):
        """Take up the work after a decision of the buyer, or close the list."""
        self.ensure_one()
        lines = self.env['gift.supplier.feed.line']
        if self.state != 'waiting':
            return  # the work goes on already
        if lines.search_count([('feed_id', '=', self.id), ('state', '=', 'approved')], limit=1):
            self._gift_update_state('applying', done_count=0)
            self._start_work()
        else:
            self._finish()

    def _finish(self):
        """Close lists, or have them wait for the buyer while a row is undecided."""
        for feed in self:
            groups = self.env['gift.supplier.feed.line']._read_group(
                [('feed_id', '=', feed.id)], ['state', 'is_error'], ['__count']
            )
            states = {state for state, is_error, _count in groups if not is_error}
            if 'waiting' in states:
                feed._gift_update_state('waiting')
                feed._ask_buyer()
                continue
            closed = feed._gift_update_state('applied' if 'applied' in states else 'refused')
            feed.activity_unlink(['mail.mail_activity_data_todo'])
            for told in closed:
                told._tell_decision()

    def _ask_buyer(self):
        """Give the supplier's buyer something to do, once."""
        buyer = self.supplier_id.buyer_id
        if buyer and not self.activity_ids:
            self.activity_schedule(
                'mail.mail_activity_data_todo',
                user_id=buyer.id,
                summary=self.env._("Prices of %s to decide", self.supplier_id.name),
            )

    # === PRICES === #

    def _apply_prices(self, lines):
        """Give products their new prices; the old ones get an end and stay.

        A row counts once: the price that it makes holds its id, which is unique.
        """
        templates = lines.product_id.product_tmpl_id
        prices = self._search_prices(self.supplier_id, self.company_id, templates)
        lines |= self._find_siblings(lines, prices)
        book = PriceBook(prices)
        today = fields.Date.today()
        changed = lines.filtered(lambda line: line.price_effect in ('new', 'changed'))
        moved = changed.filtered(
            lambda line: line.is_automatic and not book.is_as_checked(line, today)
        )
        # Somebody has changed the price since the check: it is no small change any more.
        moved.write({'state': 'waiting', 'is_automatic': False, 'decided_date': False})
        vals_list = []
        for line in changed - moved:
            vals_list.append(self._prepare_new_price(line, book, today))
        vals_list += self._prepare_split(book, changed - moved)
        for end, ended in book.get_ended().items():
            ended.write({'date_end': end})
        self.env['product.supplierinfo'].sudo().create(vals_list)
        (lines - moved).write({'state': 'applied'})
        self.done_count += len(lines)

    def _find_siblings(self, lines, prices):
        """Return the approved rows of further variants that share a price with those of a piece."""
        shared = prices.filtered(lambda price: not price.product_id).product_tmpl_id
        lines = self.env['gift.supplier.feed.line']
        if not shared:
            return lines
        return lines.search(
            [
                ('feed_id', '=', self.id),
                ('state', '=', 'approved'),
                (
                    'product_id',
                    'in',
                    shared.with_context(active_test=False).product_variant_ids.ids,
                ),
            ]
        )

    def _prepare_new_price(self, line, book, today):
        """Return the new price of a row, and note what it ends in the book."""
        start = max(line.date_start or today, today)
        product = line.product_id
        old = book.find(line, start)
        like = old or book.find_any(product)
        book.end(line, start)
        following = book.get_following(line, start)
        return {
            'partner_id': like.partner_id.id or self.supplier_id.id,
            'product_tmpl_id': product.product_tmpl_id.id,
            'product_id': product.id,
            'product_uom_id': (like.product_uom_id or product.uom_id).id,
            'product_code': like.product_code or line.code,
            'product_name': like.product_name,
            'sequence': like.sequence or 1,
            'discount': like.discount,
            'company_id': like.company_id.id if like else self.company_id.id,
            'currency_id': line.currency_id.id,
            'min_qty': line.min_quantity,
            'price': line.price,
            'delay': line.delay,
            'date_start': start,
            'date_end': following - DAY if following else False,
            'gift_feed_line_id': line.id,
        }

    def _prepare_split(self, book, lines):
        """Return prices for variants whose shared price was ended for the sake of others."""
        taken = {(line.product_id.id, line.min_quantity) for line in lines}
        return [
            {
                **price.copy_data()[0],
                'product_id': variant.id,
                'product_tmpl_id': variant.product_tmpl_id.id,
                'date_start': end + DAY,
                'date_end': price.date_end,
            }
            for price, end in book.ends.items()
            if not price.product_id and (not price.date_end or price.date_end > end)
            for variant in price.product_tmpl_id.product_variant_ids
            if (variant.id, price.min_qty) not in taken
        ]


class PriceBook:
    """The prices of a supplier for the products of a piece, and which of them end when."""

    def __init__(self, prices):
        self.prices, self.ends = prices, {}
        self.by_product, self.by_template = {}, {}
        for price in prices:
            if price.product_id:
                self.by_product.setdefault(price.product_id.id, []).append(price)
            else:
                self.by_template.setdefault(price.product_tmpl_id.id, []).append(price)

    def get_all(self, product):
        """Return the prices of a product, its own before those that it shares."""
        shared = self.by_template.get(product.product_tmpl_id.id, [])
        return [*self.by_product.get(product.id, []), *shared]

    def find_any(self, product):
        """Return some price of a product, or an empty recordset."""
        return next(iter(self.get_all(product)), self.prices.browse())

    def get_alike(self, line):
        """Return the prices of a row's product in its currency and from its quantity on."""
        return [
            price
            for price in self.get_all(line.product_id)
            if price.currency_id == line.currency_id
            and abs(price.min_qty - line.min_quantity) < 1e-6
        ]

    def find(self, line, day):
        """Return the price that a row takes the place of, or an empty recordset."""
        valid = (
            price
            for price in self.get_alike(line)
            if (not price.date_start or price.date_start <= day)
            and (not price.date_end or price.date_end >= day)
        )
        return next(valid, self.prices.browse())

    def is_as_checked(self, line, today):
        """Return whether the price is what it was when the row was checked."""
        old = self.find(line, max(line.date_start or today, today))
        return bool(old) and abs(old.price - line.old_price) < 1e-6

    def end(self, line, start):
        """Note that what holds on a day ends the day before."""
        for price in self.get_alike(line):
            begins = not price.date_start or price.date_start <= start
            if begins and (not price.date_end or price.date_end >= start):
                self.ends[price] = min(self.ends.get(price, start - DAY), start - DAY)

    def get_following(self, line, start):
        """Return when the next price that is announced already begins, or ``None``."""
        later = [
            price.date_start
            for price in self.get_alike(line)
            if price.date_start and price.date_start > start
        ]
        return min(later, default=None)

    def get_ended(self):
        """Return ``{day: prices that end on it}``."""
        groups = {}
        for price, end in self.ends.items():
            groups.setdefault(end, []).append(price.id)
        return {end: self.prices.browse(ids) for end, ids in groups.items()}
