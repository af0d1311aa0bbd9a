from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class GiftStateMixin(models.AbstractModel):
    """One gate for every state change.

    A model sets ``_state_field`` and, at the top of its file, a transition table
    ``_state_transitions = {target: (allowed sources…)}``.
    """

    _name = 'gift.state.mixin'
    _description = 'State gate'

    _state_field = 'state'
    _state_transitions = {}

    def _gift_update_state(self, target, **vals):
        """Move the records to ``target`` and write ``vals`` on those that moved.

        The rows are locked first, so that of two simultaneous callers one moves the record and
        the other finds it moved. Records that are already in ``target`` are left alone.

        :param str target: the new state.
        :param vals: further values, written in the same statement.
        :return: the records that changed.
        :raise UserError: when a record is in a state that does not lead to ``target``.
        """
        self._gift_lock()
        changed = self.filtered(lambda record: record[self._state_field] != target)
        allowed = self._state_transitions.get(target, ())
        refused = changed.filtered(lambda record: record[self._state_field] not in allowed)
        if refused:
            raise UserError(refused[0]._gift_get_refused_message(target))
        if changed:
            changed.write({self._state_field: target, **vals})
        return changed

    def _gift_lock(self):
        """Lock the rows until the end of the transaction and forget what was cached of them.

        Waits for a transaction that holds them. When that one changed a row, PostgreSQL answers
        with a
        serialization failure (isolation level REPEATABLE READ) and Odoo runs the request again,
        which
        then sees the new state. ``lock_for_update`` would fail at once instead of waiting.
        """
        if not self.ids:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset([self._state_field])

    def _gift_get_refused_message(self, target):
        labels = dict(self._fields[self._state_field]._description_selection(self.env))
        return self.env._(
            "%(name)s is in the state “%(state)s” and cannot become “%(target)s”."
            " Reload the page to see its current state.",
            name=self.display_name,
            state=labels.get(self[self._state_field], self[self._state_field]),
            target=labels.get(target, target),
        )
