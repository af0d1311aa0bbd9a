from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.points import AVAILABLE, PENDING, Lot, shift, take, to_hundredths

BATCH = 200


class GiftPointsWallet(models.Model):
    """What time does to points: they become usable, they expire, a payment is given up."""

    _inherit = 'gift.points.wallet'

    # === PENDING TO AVAILABLE === #

    @api.model
    def _release_due(self):
        """Make usable what is paid, delivered and past its return window. Restart-safe."""
        if not self.env['gift.order.settlement']._check_due():
            return
        today = fields.Date.context_today(self)
        self._work_off(
            SQL("lot.pending > 0 AND lot.release_on <= %s", today),
            lambda wallet: wallet._release(today),
        )

    def _release(self, today):
        self._claim()
        lots = self.env['gift.points.lot'].search(
            [('wallet_id', '=', self.id), ('pending', '>', 0), ('release_on', '<=', today)]
        )
        for lot in lots:
            waiting = to_hundredths(lot.pending)
            postings, _missing = shift([Lot(lot.id, pending=waiting)], PENDING, AVAILABLE, waiting)
            lot.expires_on = lot.expires_on or self.program_id._gift_get_expiry()
            self._post('release', postings, order=lot.order_id)
        self._settle()
        self._show_on_card()

    # === EXPIRY === #

    @api.model
    def _expire_due(self):
        """Take away what was good until yesterday. Running it twice takes nothing twice."""
        today = fields.Date.context_today(self)
        self._work_off(
            SQL("lot.available > 0 AND lot.expires_on < %s", today),
            lambda wallet: wallet._expire(today),
        )

    def _expire(self, today):
        self._claim()
        lots = [lot for lot in self._get_lots() if lot.expires and lot.expires < today]
        for lot in lots:
            postings, _missing = take([lot], AVAILABLE, lot.available)
            if postings:
                self._post('expire', postings)

    # === HOLDS === #

    @api.model
    def _release_holds(self):
        """Give back what was held for payments that nobody went on with."""
        now = fields.Datetime.now()
        holds = self.env['gift.points.hold'].search([('until', '<=', now)], limit=BATCH)
        for hold in holds:
            hold.wallet_id._claim()
            hold = hold.exists()
            if hold and hold.until <= now:
                hold.wallet_id._unhold(hold.order_id)

    # === COMMON === #

    @api.model
    def _work_off(self, condition, work):
        """Call ``work(wallet)`` for each wallet with a lot that meets the condition, in batches."""
        left = self._find_due(condition)
        self.env['ir.cron']._commit_progress(remaining=len(left))
        for start in range(0, len(left), BATCH):
            batch = self.browse(left[start : start + BATCH])
            for wallet in batch:
                work(wallet)
            if not self.env['ir.cron']._commit_progress(len(batch)):
                break  # out of time; the job is called again

    @api.model
    def _find_due(self, condition):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT lot.wallet_id FROM gift_points_lot lot WHERE %s", condition)
        )
        return sorted(wallet for (wallet,) in rows)
