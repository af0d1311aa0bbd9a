import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..engine.feed_check import check

_logger = logging.getLogger(__name__)

PIECE = 2000
MAX_FAILURES = 5


class GiftSupplierFeed(models.Model):
    """The work on lists that leaves the request: found by their state, done in pieces.

    Every piece is committed with the number of rows done: a worker that is stopped loses one piece,
    which is done again.
    """

    _inherit = 'gift.supplier.feed'

    failures = fields.Integer(
        readonly=True, help="How often in a row a piece of it could not be taken over."
    )  # fmt: skip

    def _start_work(self):
        """Start the scheduled action that works on lists."""
        self.env.ref('gift_supplier_portal.ir_cron_feeds').sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Scheduled action: check lists and take them over, a piece of each supplier's in turn."""
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=1)
        passed_over, cache = self.browse(), {}
        while feeds := self._find_work() - passed_over:
            for feed in feeds:
                if not feed._work_safely(cache):
                    passed_over |= feed
                if not cron._commit_progress(1, remaining=len(feeds)):
                    return
        cron._commit_progress(remaining=0)

    @api.model
    def _find_work(self):
        """Return the oldest list of each supplier that is to be taken over, and those to check."""
        domain = [
            ('state', 'in', ('checking', 'applying')),
            ('failures', '<', MAX_FAILURES),  # newer lists go on
        ]
        found = self.search(domain, order='id')
        checking = found.filtered(lambda feed: feed.state == 'checking')
        applying = (found - checking).grouped('supplier_id').values()
        return checking.union(*(feeds[:1] for feeds in applying))

    def _work_safely(self, cache):
        """Do the next piece of a list; return whether it may be tried again in this run.

        :param dict cache: checked rows of files, which live as long as the run.
        """
        self.invalidate_recordset()
        feed = self.with_context(lang=self.lang).with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                feed._work(cache)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # somebody changed the list: a new snapshot, later again
            self._start_work()
            return False
        except UserError as error:
            feed._give_back(str(error))
            return self.state != 'applying'
        except Exception:
            _logger.exception("The price list %s could not be worked on.", self.id)
            feed._give_back(
                self.env._("Something went wrong on our side. Please try again, or write to us.")
            )
            return False
        if feed.failures:
            feed.failures = 0
        return True

    @api.model
    def _get_piece(self):
        """Return how many rows are checked or taken over in one transaction."""
        return PIECE

    def _work(self, cache):
        if self.state == 'checking':
            self._get_checked_rows(cache)  # takes long: before anything is locked
        self.env['gift.supplier.feed.profile']._lock(self.supplier_id)
        self._gift_lock()
        self.invalidate_recordset()
        if self.state == 'checking':
            self._check_piece(cache)
        elif self.state == 'applying':
            self._apply_piece()

    def _give_back(self, problem):
        """End the check of a list with a sentence for its contact.

        One that cannot be taken over is tried again a few times; then the buyer is asked.
        """
        self.problem = problem
        if self.state == 'checking':
            self.line_ids.unlink()
            self._gift_update_state('uploaded', row_count=0, done_count=0)
        elif self.state == 'applying':
            self.failures += 1
            if self.failures == MAX_FAILURES:
                self._ask_for_help()

    def _ask_for_help(self):
        self.activity_schedule(
            'mail.mail_activity_data_todo',
            user_id=(self.supplier_id.buyer_id or self.env.ref('base.user_admin')).id,
            summary=self.env._(
                "The price list of %s could not be taken over", self.supplier_id.name
            ),
            note=self.problem,
        )

    def action_try_again(self):
        """Button: take up lists again that were given up."""
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide about prices of suppliers."))
        self.check_access('read')
        lists_sudo = self.sudo()  # checked above; nobody writes lists
        lists_sudo.write({'failures': 0, 'problem': False})
        lists_sudo.activity_unlink(['mail.mail_activity_data_todo'])
        lists_sudo._start_work()

    # === CHECK === #

    def _check_piece(self, cache):
        """Store the next rows with what they would change; after the last one count them."""
        rows = self._get_checked_rows(cache)
        piece = rows[self.done_count : self.done_count + self._get_piece()]
        self.env['gift.supplier.feed.line']._create_for(self, piece)
        self.write({'row_count': len(rows), 'done_count': self.done_count + len(piece)})
        if self.done_count == len(rows):
            cache.clear()
            self._gift_update_state('checked', **self._count_effects())

    def _get_checked_rows(self, cache):
        """Return all rows of the file, read and checked once in a run."""
        key = (self.id, repr(self.columns), self.has_headings)
        if key not in cache:
            cache.clear()  # one file at a time
            catalogue = self._build_catalogue(self.supplier_id, self.company_id)
            cache[key] = check(self._read_rows(), catalogue)
        return cache[key]

    def _count_effects(self):
        self.env['gift.supplier.feed.line'].flush_model()
        counts = dict.fromkeys(('new', 'changed', 'stock', 'same', 'error'), 0)
        groups = self.env['gift.supplier.feed.line']._read_group(
            [('feed_id', '=', self.id)], ['is_error', 'price_effect', 'stock_effect'], ['__count']
        )
        for is_error, price_effect, stock_effect, count in groups:
            if is_error:
                counts['error'] += count
                continue
            if price_effect in ('new', 'changed'):
                counts[price_effect] += count
            if stock_effect == 'changed':
                counts['stock'] += count
            if price_effect in ('same', 'none') and stock_effect != 'changed':
                counts['same'] += count
        return {f'{name}_count': count for name, count in counts.items()}
