from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.gift_base.insert import insert_once

KEEP_DAYS = 180


class GiftReviewVote(models.Model):
    """Somebody finds a review helpful: once for each person, or address of a visitor."""

    _name = 'gift.review.vote'
    _description = 'Vote for a review'
    _rec_name = 'voter'

    review_id = fields.Many2one('gift.review', required=True, readonly=True, ondelete='cascade')
    voter = fields.Char(required=True, readonly=True, help="Not readable: a keyed hash.")

    _once = models.UniqueIndex('(review_id, voter)')

    @api.model
    def _count_vote(self, review, voter):
        """Count a vote, once. Call it in sudo.

        :param str voter: what is the same whenever that person votes.
        :return: how many found the review helpful.
        """
        if insert_once(self, {'review_id': review.id, 'voter': voter}):
            review.helpful_count += 1
        return review.helpful_count

    @api.autovacuum
    def _gc_voters(self):
        """Forget who voted; the votes stay counted."""
        before = fields.Date.subtract(fields.Date.today(), days=KEEP_DAYS)
        self.env.cr.execute(SQL("DELETE FROM gift_review_vote WHERE create_date < %s", before))
