from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.points import AVAILABLE, PENDING, Lot, shift, to_hundredths

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
            lambda wallets: [wallet._release(today) for wallet in wallets],
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
            lambda wallets: wallets._expire(today),
        )

    def _expire(self, today):
        """Post what has ended of many wallets at once: an entry and a posting for each lot."""
        self._claim()
        self.env.cr.execute(
            SQL(
                """
                WITH due AS MATERIALIZED (
                    SELECT id, wallet_id, available, 'expire:' || id || ':' || expires_on AS key
                      FROM gift_points_lot
                     WHERE wallet_id = ANY(%(wallets)s) AND available > 0 AND expires_on < %(today)s
                ), entry AS (
                    INSERT INTO gift_points_move
                        (wallet_id, kind, key, points, pending_change, available_change,
                         held_change, debt_change, create_uid, write_uid, create_date, write_date)
                    SELECT wallet_id, 'expire', key, -available, 0, -available, 0, 0,
                           %(uid)s, %(uid)s, %(now)s, %(now)s FROM due ORDER BY id
                    RETURNING id, wallet_id, key
                ), posting AS (
                    INSERT INTO gift_points_posting
                        (move_id, lot_id, bucket, points,
                         create_uid, write_uid, create_date, write_date)
                    SELECT entry.id, due.id, 'available', -due.available,
                           %(uid)s, %(uid)s, %(now)s, %(now)s
                      FROM entry JOIN due USING (wallet_id, key)
                ), emptied AS (
                    UPDATE gift_points_lot lot SET available = 0 FROM due WHERE lot.id = due.id
                ), total AS (
                    SELECT wallet_id, SUM(available) AS points FROM due GROUP BY 1
                ), lowered AS (
                    UPDATE gift_points_wallet wallet
                       SET available = wallet.available - total.points, write_date = %(now)s
                      FROM total WHERE wallet.id = total.wallet_id
                    RETURNING wallet.card_id, wallet.available - wallet.debt AS balance
                )
                UPDATE loyalty_card card SET points = lowered.balance, write_date = %(now)s
                  FROM lowered WHERE card.id = lowered.card_id
                """,
                wallets=self.ids,
                today=today,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env.invalidate_all(flush=False)

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
        """Call ``work(wallets)`` for wallets with a lot that meets the condition, in batches."""
        left = self._find_due(condition)
        self.env['ir.cron']._commit_progress(remaining=len(left))
        for start in range(0, len(left), BATCH):
            batch = self.browse(left[start : start + BATCH])
            work(batch)
            if not self.env['ir.cron']._commit_progress(len(batch)):
                break  # out of time; the job is called again

    @api.model
    def _find_due(self, condition):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT lot.wallet_id FROM gift_points_lot lot WHERE %s", condition)
        )
        return sorted(wallet for (wallet,) in rows)
