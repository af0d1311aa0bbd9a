import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

CHUNK = 25


class GiftNameList(models.Model):
    """The work on lists that leaves the request: found by the state of its records, in chunks."""

    _inherit = 'gift.name.list'

    def _start_work(self):
        """Start the scheduled action that works on lists."""
        self.env.ref('gift_personalization.ir_cron_name_lists').sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Scheduled action: check rows and put lists into carts, a chunk of each list in turn.

        Every chunk is committed; a worker that is stopped loses one chunk, which is done again.
        """
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=1)
        passed_over = self.browse()
        while lists := self._find_work() - passed_over:
            for record in lists:
                if not record._work_safely():
                    passed_over |= record
                if not cron._commit_progress(1, remaining=len(lists)):
                    return
        cron._commit_progress(remaining=0)

    @api.model
    def _find_work(self):
        return self.search([('state', 'in', ('checking', 'adding'))], order='write_date, id')

    def _work_safely(self):
        """Do the next chunk of a list; return whether it may be tried again in this run."""
        record = self.with_context(lang=self.lang)
        try:
            with self.env.cr.savepoint():
                record._work()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # somebody edits the list: a new snapshot, later again
            self._start_work()
            return False
        except UserError as error:
            record._give_back(str(error))
        except Exception:
            _logger.exception("The list of names %s could not be worked on.", self.id)
            record._give_back(
                self.env._("Something went wrong on our side. Please try again, or write to us.")
            )
        return True

    def _work(self):
        self._gift_lock()
        if self.state == 'checking':
            self._check_chunk()
        elif self.state == 'adding':
            self._add_chunk()

    def _give_back(self, problem):
        """End the work on a list with a sentence for its customer; nothing was added."""
        self.row_ids.filtered(lambda row: not row.is_checked).write(
            {'is_checked': True, 'is_error': True}
        )
        if self.state in ('checking', 'adding'):
            self._gift_update_state('ready', problem=problem)

    # === CHECK === #

    def _check_chunk(self):
        rows = self.env['gift.name.row'].search(
            [('list_id', '=', self.id), ('is_checked', '=', False)], order='number, id', limit=CHUNK
        )
        rows._check()
        if len(rows) < CHUNK:
            self._mark_duplicates()
            self._gift_update_state('ready')

    def _mark_duplicates(self):
        """Mark the rows that have a twin in their list."""
        rows = self.env['gift.name.row']
        rows.flush_model(['list_id', 'likeness', 'is_duplicate'])
        self.env.cr.execute(
            SQL(
                """
            UPDATE gift_name_row AS row SET is_duplicate = twin.is_duplicate
              FROM (SELECT id, COUNT(*) OVER (PARTITION BY likeness) > 1 AS is_duplicate
                      FROM gift_name_row WHERE list_id = %s AND likeness IS NOT NULL) AS twin
             WHERE row.id = twin.id AND row.is_duplicate IS DISTINCT FROM twin.is_duplicate
            """,
                self.id,
            )
        )
        rows.invalidate_model(['is_duplicate'])

    # === PROGRESS === #

    def _get_progress(self):
        """Return ``{'state', 'done', 'total', 'problem'}`` for the progress bar."""
        self.ensure_one()
        rows = self.env['gift.name.row']
        whole = [('list_id', '=', self.id)]
        field = 'revision_id' if self.state == 'adding' else 'is_checked'
        return {
            'state': self.state,
            'done': rows.search_count([*whole, (field, '!=', False)]),
            'total': rows.search_count(whole),
            'problem': self.problem or '',
        }
