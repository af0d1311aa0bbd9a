from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, float_compare, split_every

from .gift_price import DAYS, key_of

CRON = 'gift_law.ir_cron_prices'
UNTIL = 'gift_law.prices_recorded_until'
RETENTION = 'gift_law.price_retention_days'
RETENTION_DAYS = 730
AT_ONCE = 500  # products; more are left to the background work
LOOK_BACK_DAYS = 31


class GiftPrice(models.Model):
    """Writing prices down: at the end of a transaction that changes one, and every day."""

    _inherit = 'gift.price'

    # === WHAT CHANGED === #

    @api.model
    def _note(self, templates):
        """Remember that prices of some products may change with the running transaction.

        They are written down once, before it is committed: what was never visible to customers is
        no price.
        """
        if not self.env.registry.ready or not templates:
            return  # while addons are installed; the background work follows
        precommit = self.env.cr.precommit
        noted = precommit.data.setdefault('gift_law.prices', set())
        if not noted:
            precommit.add(self.sudo()._record_noted)
        noted.update(templates.ids)

    def _record_noted(self):
        noted = self.env.cr.precommit.data.pop('gift_law.prices', set())
        prices = self.env(context={})['gift.price']
        if len(noted) > AT_ONCE:
            prices._request()
        else:
            prices._record(prices.env['product.template'].browse(noted).exists())

    @api.model
    def _request(self, at=None):
        """Let the background work look at all prices, now or at some moments (list)."""
        cron_sudo = self.env.ref(CRON, raise_if_not_found=False)
        if cron_sudo and at != []:
            cron_sudo.sudo()._trigger(at=at)  # whoever changes a price, the work is the shop's

    # === BACKGROUND WORK === #

    @api.model
    def _cron_record(self):
        """Write down all prices that changed: by dates of price lists, rates and costs too."""
        now = fields.Datetime.now()
        parameters = self.env['ir.config_parameter'].sudo()
        since = fields.Datetime.to_datetime(parameters.get_param(UNTIL)) or now
        for moment in self._get_moments(max(since, now - timedelta(days=LOOK_BACK_DAYS)), now):
            self._record_all(moment)
        self._record_all(now)
        parameters.set_param(UNTIL, fields.Datetime.to_string(now))
        self._delete_old()

    def _get_moments(self, since, until):
        """Return when rules of price lists began and ended between two moments, in order."""
        items = self.env['product.pricelist.item'].search(
            ['|', ('date_start', '>', since), ('date_end', '>=', since)]
        )
        moments = {item.date_start for item in items if item.date_start}
        moments |= {item.date_end + timedelta(seconds=1) for item in items if item.date_end}
        return sorted(moment for moment in moments if since < moment < until)

    def _record_all(self, at):
        templates = self.env['product.template'].search([('is_published', '=', True)])
        self.env.cr.execute("SELECT DISTINCT product_tmpl_id FROM gift_price")
        known = [row[0] for row in self.env.cr.fetchall()]
        every = sorted({*templates.ids, *known})
        for ids in split_every(AT_ONCE, every):
            self._record(self.env['product.template'].browse(ids), at)
            if self.env.context.get('ir_cron_progress_id'):
                self.env['ir.cron']._commit_progress(len(ids))
                self.env.invalidate_all()

    def _delete_old(self):
        """Delete what was replaced so long ago that nothing depends on it.

        The row in force stays, with the lowest price before its reduction. In SQL, as nobody else
        may delete rows.
        """
        days = int(self.env['ir.config_parameter'].sudo().get_param(RETENTION, RETENTION_DAYS))
        until = fields.Datetime.now() - timedelta(days=max(days, 2 * DAYS))
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM gift_price AS old USING gift_price AS next
                 WHERE next.website_id = old.website_id
                   AND next.product_tmpl_id = old.product_tmpl_id
                   AND COALESCE(next.pricelist_id, 0) = COALESCE(old.pricelist_id, 0)
                   AND COALESCE(next.product_id, 0) = COALESCE(old.product_id, 0)
                   AND next.number = old.number + 1 AND next.date_start < %s
                """,
                until,
            )
        )
        self.invalidate_model()

    # === WRITING DOWN === #

    @api.model
    def _record(self, templates, at=None):
        """Write down what is charged for some products where it differs from what was. Idempotent.

        :param datetime at: when the prices apply; now by default.
        """
        at = at or fields.Datetime.now()
        for website in self.env['website'].sudo().search([]) if templates else ():
            website = website.with_company(website.company_id)
            for pricelist in website._gift_get_recorded_pricelists():
                self.sudo().with_env(website.env)._record_list(website, pricelist, templates, at)

    def _record_list(self, website, pricelist, templates, at):
        templates = templates.with_env(website.env).sudo()
        currency = pricelist.currency_id or website.company_id.currency_id
        offered = templates.filtered(lambda template: template._gift_is_offered(website))
        variants = offered.product_variant_ids
        offers = {
            **self._get_offers(website, pricelist, currency, offered, at),
            **self._get_offers(website, pricelist, currency, variants, at),
        }
        everything = SQL(
            "website_id = %s AND COALESCE(pricelist_id, 0) = %s AND product_tmpl_id = ANY(%s)",
            website.id,
            pricelist.id or 0,
            templates.ids,
        )
        latest = self._fetch_latest(everything)
        changed = {
            key: offers.get(key)
            for key in {*offers, *latest}
            if self._is_news(latest.get(key), offers.get(key), currency, at)
        }
        begun = [
            key
            for key, offer in changed.items()
            if offer and offer[1] and not self._goes_on(latest.get(key), offer, currency)
        ]
        lowest = self._find_lowest(website, pricelist, currency, begun, at)
        rows = []
        for key, offer in sorted(changed.items()):
            values = self._prepare_row(latest.get(key), offer, currency, at, lowest.get(key))
            rows.append({**values, **self._prepare_key(website, pricelist, key, latest.get(key))})
        self._insert(rows)

    def _get_offers(self, website, pricelist, currency, records, at):
        """Return (price, whether it is shown as reduced) by key."""
        found = pricelist._compute_price_rule(records, 1.0, currency=currency, date=at)
        rules = self.env['product.pricelist.item'].browse({rule for _price, rule in found.values()})
        rules.fetch()
        return {
            key_of(record): (
                found[record.id][0],
                record._gift_is_shown_reduced(website, currency, *found[record.id], at),
            )
            for record in records
        }

    def _is_news(self, row, offer, currency, at):
        if row is None:
            return offer is not None
        if row.date_start > at:  # a later price is known already
            return False
        if offer is None or not row.is_offered:
            return row.is_offered != (offer is not None)
        price, is_reduced = offer
        return (
            row.currency_id != currency.id
            or row.is_reduced != is_reduced
            or float_compare(row.price, price, precision_digits=6) != 0
        )

    def _goes_on(self, row, offer, currency):
        """Return whether an offer continues a reduction, at the same or a lower price.

        Then the price before its first step counts. A higher price is a new reduction.
        """
        return bool(
            row
            and row.is_offered
            and row.is_reduced
            and row.currency_id == currency.id
            and float_compare(offer[0], row.price, precision_digits=6) <= 0
        )

    def _prepare_row(self, row, offer, currency, at, lowest):
        price, is_reduced = offer or (0.0, False)
        values = {
            'date_start': at,
            'is_offered': offer is not None,
            'currency_id': currency.id,
            'price': price,
            'is_reduced': is_reduced,
            'reduced_from': None,
            'has_lowest': False,
            'lowest_price': 0.0,
        }
        if is_reduced and self._goes_on(row, offer, currency):
            names = ('reduced_from', 'has_lowest', 'lowest_price')
            values.update({name: getattr(row, name) for name in names})
        elif is_reduced:
            values.update(
                reduced_from=at, has_lowest=lowest is not None, lowest_price=lowest or 0.0
            )
        return values

    def _prepare_key(self, website, pricelist, key, row):
        return {
            'website_id': website.id,
            'pricelist_id': pricelist.id or None,
            'product_tmpl_id': key.template_id,
            'product_id': key.product_id or None,
            'number': row.number + 1 if row else 1,
        }

    def _insert(self, rows):
        """Insert rows (list of dict). Another one who wrote the same change at the same time wins.

        Under Odoo's isolation level the loser's transaction is repeated and sees that row.
        """
        if not rows:
            return
        stamp = {'create_uid': self.env.uid, 'write_uid': self.env.uid}
        now = SQL("now() AT TIME ZONE 'UTC'")
        names = [*rows[0], *stamp, 'create_date', 'write_date']
        lines = [
            SQL("(%s)", SQL(", ").join([*map(as_sql, {**row, **stamp}.values()), now, now]))
            for row in rows
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO gift_price (%s) VALUES %s ON CONFLICT DO NOTHING",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(lines),
            )
        )


def as_sql(value):
    return SQL("%s", value)
