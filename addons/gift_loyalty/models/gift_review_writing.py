import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .gift_review import BEST, WORST

MAX_TEXT = 2000
MAX_NAME = 40
MAX_PHOTOS = 3
ADDRESS = re.compile(
    r'https?:|www\.|\b[\w-]+\.(?:com|net|org|info|biz|shop|xyz|ru)\b|@\w+\.\w', re.I
)
KEEP_DAYS = 180


class GiftReview(models.Model):
    """Writing, changing and withdrawing a review, and the rules it is published by."""

    _inherit = 'gift.review'

    # === WRITING === #

    @api.model
    def _write_for(self, line, values, *, photos=None, dropped=None):
        """Store what the buyer of a line says, or what they say now. Call it in sudo.

        Two callers come one after the other: both write the order's row first.

        :param line: sale.order.line that the caller may review.
        :param dict values: ``stars``, ``author_name``, ``body``.
        :param photos: gift.asset that are added; their buyer has agreed to show them.
        :param dropped: gift.review.photo that are taken off.
        :return: the review.
        :raise UserError: with what is missing.
        """
        line.order_id._gift_touch()
        review = line._gift_get_review()
        kept = review.photo_ids - (dropped or review.photo_ids.browse())
        vals = self._prepare_values(values)
        photos = photos or self.env['gift.asset']
        self._check_photos(kept, photos)
        if not review:
            line._gift_check_reviewable()
            review = self.create({**vals, **self._prepare_origin(line)})
            review._store_photos(photos)
            return review._decide(is_changed=True)
        review._gift_lock()
        is_changed = any(review[name] != vals[name] for name in ('author_name', 'body'))
        review.write({**vals, 'edited_date': fields.Datetime.now()})
        (review.photo_ids - kept).unlink()
        review._store_photos(photos)
        return review._decide(is_changed=is_changed)

    @api.model
    def _prepare_origin(self, line):
        partner = line.order_id.partner_id
        return {
            'sale_line_id': line.id,
            'product_tmpl_id': line.product_id.product_tmpl_id.id,
            'partner_id': partner.id,
            'buyer_key': self._get_buyer_key(partner),
        }

    @api.model
    def _prepare_values(self, values):
        stars = values.get('stars')
        if stars not in range(WORST, BEST + 1):
            raise UserError(self.env._("Please choose between one and five stars."))
        name = self._clean(values.get('author_name'), MAX_NAME).replace('\n', ' ')
        if not name:
            raise UserError(self.env._("Please enter the name that is shown with your review."))
        body = self._clean(values.get('body'), MAX_TEXT + 1)
        if len(body) > MAX_TEXT:
            raise UserError(
                self.env._("Please shorten your review to at most %s characters.", MAX_TEXT)
            )
        return {'stars': stars, 'author_name': name, 'body': body}

    @api.model
    def _clean(self, text, limit):
        text = (text if isinstance(text, str) else '').replace('\0', '').replace('\r\n', '\n')
        return text.strip()[:limit]

    @api.model
    def _check_photos(self, kept, added):
        if len(kept) + len(added) > MAX_PHOTOS:
            raise UserError(self.env._("Please choose at most %s photos.", MAX_PHOTOS))

    def _store_photos(self, assets):
        known = self.photo_ids.asset_id
        self.write(
            {'photo_ids': [Command.create({'asset_id': asset.id}) for asset in assets - known]}
        )

    def _withdraw(self):
        """Take the review back: its words and photos are deleted. Idempotent."""
        self._gift_lock()
        for review in self:
            review._gift_update_state('withdrawn')
            review.photo_ids.unlink()
            review.write(
                {
                    'author_name': False,
                    'body': False,
                    'finding': False,
                    'reply': False,
                    'note': False,
                    'reason': False,
                }
            )

    # === RULES === #

    def _decide(self, *, is_changed):
        """Publish the review, or let staff look at it first: by its words alone.

        :param bool is_changed: whether there are words that nobody has looked at.
        """
        self.ensure_one()
        if not is_changed and self.state in ('published', 'waiting'):
            return self
        self.finding = '\n'.join(self._find_problems())
        if self.finding:
            self._gift_update_state('waiting')
        else:
            self._publish()
        return self

    def _find_problems(self):
        """Return what staff should look at, as sentences. The stars are none of it."""
        field = self.env['gift.moderation.word']._fields['reason']
        reasons = dict(field._description_selection(self.env))
        found = []
        for text in filter(None, (self.author_name, self.body)):
            found += [
                f"{reasons[match.reason]}: “{text[match.start : match.end]}”"
                for match in self._find_words(text)
            ]
            if ADDRESS.search(text):
                found.append(self.env._("It holds an address of a website or a mail address."))
        return found

    @api.model
    def _find_words(self, text):
        """Return the listed words of a text.

        The lists are made for the few words of a gift. In sentences, a doubtful word of another
        language is mostly an everyday word of this one (“it” is an insult in Turkish).
        """
        language = (self.env.lang or 'en')[:2]
        return [
            match
            for match in self.env['gift.moderation.word']._get_matcher().find(text)
            if match.severity == 'block' or match.entry.language in ('any', language)
        ]

    def _publish(self):
        """Show the review to everybody; the reward is the same for every rating."""
        self._gift_update_state('published', reason=False, note=False)
        if not self.published_date:
            self.published_date = fields.Datetime.now()
        self._give_points()

    def _give_points(self):
        """Give the points of a review, once, to who has an account to see and spend them."""
        points = self._get_reward()
        if self.points_given or not points or not self.sale_line_id._gift_can_earn():
            return
        reason = self.env._("For your review of %s", self.product_tmpl_id.name)
        if self.partner_id._gift_post_bonus(
            points, key=f'review:{self.id}', reason=reason, company=self.company_id
        ):
            self.points_given = points

    @api.model
    def _get_reward(self):
        """Return the points for a review, whatever it says."""
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        try:
            return max(float(parameters_sudo.get_param('gift_loyalty.review_points', 0)), 0.0)
        except ValueError:
            return 0.0

    # === RETENTION === #

    @api.autovacuum
    def _gc_rejected(self):
        """Delete the words and photos of reviews that have not been shown for half a year."""
        before = fields.Date.subtract(fields.Date.today(), days=KEEP_DAYS)
        old = self.sudo().search(
            [('state', '=', 'rejected'), ('write_date', '<', before), ('author_name', '!=', False)]
        )
        for review in old:
            review._gift_update_state('waiting')
            review._withdraw()
