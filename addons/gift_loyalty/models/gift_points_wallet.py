from collections import Counter
from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.points import AVAILABLE, BUCKETS, Lot, Posting, applied, to_hundredths, to_points
from .gift_points_lot import DIGITS


class GiftPointsWallet(models.Model):
    """The balance of one loyalty card; every change is an entry of the ledger.

    The wallet is the row that everybody writes who changes points: Odoo runs REPEATABLE READ, so a
    second caller fails on it, is run again and sees what the first one did. A lock would not do.
    """

    _name = 'gift.points.wallet'
    _description = 'Points wallet'
    _order = 'id'
    _rec_name = 'partner_id'

    card_id = fields.Many2one('loyalty.card', required=True, index=True, ondelete='restrict')
    partner_id = fields.Many2one(related='card_id.partner_id', string="Customer")
    program_id = fields.Many2one(related='card_id.program_id')
    company_id = fields.Many2one(related='card_id.company_id', store=True)
    pending = fields.Float(
        default=0.0,
        required=True,
        digits=DIGITS,
        readonly=True,
        help="Earned, cannot be spent yet.",
    )
    available = fields.Float(default=0.0, required=True, digits=DIGITS, readonly=True)
    held = fields.Float(
        default=0.0,
        required=True,
        digits=DIGITS,
        readonly=True,
        help="Kept for orders that are being paid.",
    )
    debt = fields.Float(
        default=0.0,
        required=True,
        string="Owed",
        digits=DIGITS,
        readonly=True,
        help="Spent before the order that gave it was refunded; new points pay it first.",
    )
    balance = fields.Float(digits=DIGITS, compute='_compute_balance', help="Available less owed.")
    merged_into_id = fields.Many2one(
        'gift.points.wallet',
        readonly=True,
        help="The card that took over, when contacts were merged.",
    )
    lot_ids = fields.One2many('gift.points.lot', 'wallet_id', readonly=True)
    move_ids = fields.One2many('gift.points.move', 'wallet_id', readonly=True)

    _one_per_card = models.Constraint('UNIQUE(card_id)', "A loyalty card has one wallet.")
    _not_below_zero = models.Constraint(
        'CHECK(pending >= 0 AND available >= 0 AND held >= 0 AND debt >= 0)',
        "A wallet cannot hold less than nothing.",
    )

    @api.depends('available', 'debt')
    def _compute_balance(self):
        for wallet in self:
            wallet.balance = round(wallet.available - wallet.debt, 2)

    def _get_current(self):
        """Return the wallet, or the one that took it over."""
        self.ensure_one()
        wallet = self
        while wallet.merged_into_id:
            wallet = wallet.merged_into_id
        return wallet

    # === POSTING === #

    def _claim(self):
        """Write the wallet's row, so that simultaneous callers come one after the other.

        Read nothing that the decision hangs on before it: the second caller is run again by Odoo.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE gift_points_wallet SET write_date = write_date WHERE id = ANY(%s)", self.ids
            )
        )
        self.invalidate_recordset()
        self.env['gift.points.lot'].invalidate_model()

    def _get_posted(self, key):
        """Return the entry of this event, empty when it has not happened. Call it when claimed."""
        self.ensure_one()
        domain = [('wallet_id', '=', self.id), ('key', '=', key)]
        return self.env['gift.points.move'].search(domain)

    def _get_lots(self):
        """Return the wallet's lots that hold anything, as the engine's, in hundredths."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, pending, available, held, expires_on, COALESCE(order_id, 0)"
                "  FROM gift_points_lot WHERE wallet_id = %s"
                "   AND pending + available + held > 0 ORDER BY id",
                self.id,
            )
        )
        return [
            Lot(lot, *map(to_hundredths, amounts), expires, order)
            for lot, *amounts, expires, order in rows
        ]

    def _post(self, kind, postings, *, key='', debt=0, order=None, reason=''):
        """Write one entry of the ledger. The wallet is claimed.

        :param list postings: of the engine.
        :param int debt: change of what is owed, in hundredths.
        :return: the gift.points.move.
        :raise ValueError: a lot would hold less than nothing; nothing is written.
        """
        self.ensure_one()
        changes = Counter()
        for posting in postings:
            changes[posting.bucket] += posting.hundredths
        move = self._write_move(kind, changes, key=key, debt=debt, order=order, reason=reason)
        self._write_postings(move, postings)
        self._show_on_card()
        return move

    def _write_move(self, kind, changes, *, key='', debt=0, order=None, reason=''):
        """Write an entry without its postings, and the wallet's new sums.

        :param dict changes: hundredths by bucket.
        """
        for bucket in changes:
            self[bucket] = to_points(to_hundredths(self[bucket]) + changes[bucket])
        if debt:
            self.debt = to_points(to_hundredths(self.debt) + debt)
        return self.env['gift.points.move'].create(
            {
                'wallet_id': self.id,
                'kind': kind,
                'key': key or f'{kind}:{uuid4().hex}',
                'order_id': order.id if order else False,
                'reason': reason,
                'debt_change': to_points(debt),
                **{f'{bucket}_change': to_points(changes[bucket]) for bucket in changes},
            }
        )

    def _write_postings(self, move, postings):
        """Write the postings of an entry and the new sums of their lots."""
        lots = self.env['gift.points.lot'].browse({posting.lot for posting in postings})
        before = [Lot(lot.id, *(to_hundredths(lot[bucket]) for bucket in BUCKETS)) for lot in lots]
        after = applied(before, postings)
        for lot in lots:
            lot.write({bucket: to_points(getattr(after[lot.id], bucket)) for bucket in BUCKETS})
        self.env['gift.points.posting'].create(
            [
                {
                    'move_id': move.id,
                    'lot_id': posting.lot,
                    'bucket': posting.bucket,
                    'points': to_points(posting.hundredths),
                }
                for posting in postings
            ]
        )

    def _show_on_card(self):
        """Show what can be spent where Odoo looks for it."""
        self.card_id._gift_show_points(self.balance)

    # === CREDIT === #

    def _credit(
        self, kind, hundredths, *, bucket=AVAILABLE, key='', order=None, reason='', release_on=False
    ):
        """Give points in a lot of their own; what is owed is paid from it. The wallet is claimed.

        :return: the gift.points.move.
        """
        self.ensure_one()
        move = self._write_move(kind, {bucket: hundredths}, key=key, order=order, reason=reason)
        lot = self.env['gift.points.lot'].create(
            {
                'wallet_id': self.id,
                'move_id': move.id,
                'order_id': order.id if order and kind != 'restore' else False,
                'release_on': release_on,
                'expires_on': self.program_id._gift_get_expiry() if bucket == AVAILABLE else False,
            }
        )
        self._write_postings(move, [Posting(lot.id, bucket, hundredths)])
        self._settle()
        self._show_on_card()
        return move
