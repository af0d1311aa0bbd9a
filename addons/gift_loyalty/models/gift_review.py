from odoo import api, fields, models

STATES = [
    ('waiting', "To check"),
    ('published', "Published"),
    ('rejected', "Not published"),
    ('withdrawn', "Withdrawn"),
]
TRANSITIONS = {
    'waiting': ('published', 'rejected', 'withdrawn'),
    'published': ('waiting', 'rejected', 'withdrawn'),
    'rejected': ('waiting', 'published'),
    'withdrawn': ('waiting', 'published', 'rejected'),
}
REASONS = [
    ('insult', "Insult or hate"),
    ('personal_data', "Names or data of others"),
    ('advertising', "Advertising or links"),
    ('photo', "The photo cannot be shown"),
    ('off_topic', "Not about the product"),
    ('other', "Against our rules for reviews"),
]
BEST, WORST = 5, 1


class GiftReview(models.Model):
    """What somebody who got a product says about it: one for each product and buyer.

    Whether it is published hangs on its words and photos, never on its stars. Nobody has the right
    to write reviews: they change only in the methods below, called in sudo after the caller was
    checked.
    """

    _name = 'gift.review'
    _inherit = ['gift.state.mixin', 'mail.thread']
    _description = 'Review'
    _order = 'published_date desc, id desc'
    _rec_name = 'author_name'
    _state_transitions = TRANSITIONS
    _mail_post_access = 'read'

    sale_line_id = fields.Many2one(
        'sale.order.line', string="Bought as", required=True, readonly=True, ondelete='restrict'
    )
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='sale_line_id.company_id', store=True)
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index=True, ondelete='set null'
    )
    buyer_key = fields.Char(
        required=True,
        readonly=True,
        help="One person is one buyer, with or without an account: their mail address.",
    )
    author_name = fields.Char(string="Shown as", readonly=True)
    stars = fields.Integer(required=True, readonly=True, aggregator='avg')
    body = fields.Text(string="Review", readonly=True)
    photo_ids = fields.One2many('gift.review.photo', 'review_id', string="Photos", readonly=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default='waiting', index=True, group_expand=True
    )
    finding = fields.Text(string="Found", readonly=True, help="Why somebody should look at it.")
    reason = fields.Selection(REASONS, readonly=True)
    note = fields.Text(string="Message to the customer", readonly=True)
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    published_date = fields.Datetime(string="Published on", readonly=True)
    edited_date = fields.Datetime(string="Edited on", readonly=True)
    reply = fields.Text(string="Our answer", readonly=True)
    reply_date = fields.Datetime(string="Answered on", readonly=True)
    helpful_count = fields.Integer(string="Found helpful by", readonly=True)
    points_given = fields.Float(string="Points given", readonly=True)
    waiting_photo_count = fields.Integer(
        string="Photos to check", compute='_compute_waiting_photo_count', store=True
    )
    picture_url = fields.Char(compute='_compute_picture_url', compute_sudo=True)

    _stars_range = models.Constraint(
        'CHECK(stars BETWEEN 1 AND 5)', "Please choose between one and five stars."
    )
    _once_per_buyer = models.UniqueIndex('(product_tmpl_id, buyer_key)')
    _shown_idx = models.Index("(product_tmpl_id, published_date) WHERE state = 'published'")

    # === COMPUTE METHODS === #

    @api.depends('photo_ids.state')
    def _compute_waiting_photo_count(self):
        for review in self:
            photos = review.photo_ids.filtered(lambda photo: photo.state == 'waiting')
            review.waiting_photo_count = len(photos)

    @api.depends('sale_line_id')
    def _compute_picture_url(self):
        for review in self:
            line = review.sale_line_id
            review.picture_url = (
                line._gift_get_preview_url()
                if line.gift_revision_id
                else f'/web/image/product.template/{review.product_tmpl_id.id}/image_512'
            )

    # === READING === #

    @api.model
    def _get_buyer_key(self, partner):
        """Return what is the same for everything that one buyer has bought."""
        buyer = partner.commercial_partner_id
        return buyer.email_normalized or f'partner:{buyer.id}'

    def _get_shown_photos(self):
        """Return the photos that everybody may see."""
        self.ensure_one()
        if self.state != 'published':
            return self.photo_ids.browse()
        return self.photo_ids.filtered(lambda photo: photo.state == 'shown')

    def _get_markup(self):
        """Return the review as schema.org describes one (a dictionary for JSON-LD)."""
        self.ensure_one()
        markup = {
            '@type': 'Review',
            'author': {'@type': 'Person', 'name': self.author_name},
            'datePublished': fields.Date.to_string(self.published_date),
            'reviewRating': {
                '@type': 'Rating',
                'ratingValue': self.stars,
                'bestRating': BEST,
                'worstRating': WORST,
            },
        }
        return {**markup, 'reviewBody': self.body} if self.body else markup
