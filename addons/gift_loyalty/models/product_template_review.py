from odoo import api, fields, models

from .gift_review import BEST, WORST

MARKUP_REVIEWS = 5


class ProductTemplate(models.Model):
    """Stars of a product: counted once, when a review appears or goes."""

    _inherit = 'product.template'
    # Odoo lets anybody, also visitors, post comments with stars and files to a product. Here only
    # who has bought it writes, in a review; staff still write to each other.
    _mail_post_access = 'write'

    gift_review_ids = fields.One2many(
        'gift.review', 'product_tmpl_id', readonly=True, groups='gift_base.group_staff'
    )
    gift_review_count = fields.Integer(
        string="Reviews", compute='_compute_gift_reviews', store=True, compute_sudo=True
    )
    gift_review_avg = fields.Float(
        string="Stars",
        digits=(3, 2),
        compute='_compute_gift_reviews',
        store=True,
        compute_sudo=True,
        aggregator='avg',
    )

    @api.depends('gift_review_ids.state', 'gift_review_ids.stars')
    def _compute_gift_reviews(self):
        rows = self.env['gift.review']._read_group(
            [('product_tmpl_id', 'in', self.ids), ('state', '=', 'published')],
            ['product_tmpl_id'],
            ['__count', 'stars:avg'],
        )
        found = {product.id: (count, round(average, 2)) for product, count, average in rows}
        for product in self:
            count, average = found.get(product.id, (0, 0.0))
            product.gift_review_count = count
            product.gift_review_avg = average

    @api.depends('gift_review_count', 'gift_review_avg')
    def _compute_rating_stats(self):
        """Override of `rating`: the stars Odoo shows of a product are those of buyers."""
        for product in self:
            product.rating_count = product.gift_review_count
            product.rating_avg = product.gift_review_avg

    def _gift_get_shown_reviews(self, order='published_date desc, id desc', **options):
        """Return the published reviews (sudo); what is published everybody may read."""
        self.ensure_one()
        reviews_sudo = self.env['gift.review'].sudo()
        domain = [('product_tmpl_id', '=', self.id), ('state', '=', 'published')]
        return reviews_sudo.search(domain, order=order, **options)

    def _gift_get_star_counts(self):
        """Return ``[(stars, reviews, percent), …]``, the best first."""
        self.ensure_one()
        rows = (
            self.env['gift.review']
            .sudo()
            ._read_group(  # numbers only
                [('product_tmpl_id', '=', self.id), ('state', '=', 'published')],
                ['stars'],
                ['__count'],
            )
        )
        found = dict(rows)
        total = sum(found.values()) or 1
        return [
            (stars, found.get(stars, 0), round(100 * found.get(stars, 0) / total))
            for stars in range(BEST, WORST - 1, -1)
        ]

    def _to_markup_data(self, website):
        """Override of `website_sale` to tell search engines about the reviews, if there are any."""
        markup = super()._to_markup_data(website)
        if not self.gift_review_count:
            markup.pop('aggregateRating', None)
            return markup
        reviews = self._gift_get_shown_reviews(limit=MARKUP_REVIEWS)
        return {
            **markup,
            'aggregateRating': {
                '@type': 'AggregateRating',
                'ratingValue': self.gift_review_avg,
                'reviewCount': self.gift_review_count,
                'bestRating': BEST,
                'worstRating': WORST,
            },
            'review': [review._get_markup() for review in reviews],
        }


class ProductProduct(models.Model):
    _inherit = 'product.product'
    _mail_post_access = 'write'  # as the template above
