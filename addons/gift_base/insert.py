"""Rows that stand for something that happens once."""

from odoo.tools import SQL


def insert_once(model, values):
    """Insert a row unless a unique index has one like it; return whether it was inserted now.

    Of two simultaneous callers one gets ``True``: the second insert waits for the first. The row
    belongs to the running transaction: when that fails, it is gone and the thing may happen again.

    :param model: recordset of a model that is written by this function only.
    :param dict values: by name of the column.
    """
    uid = model.env.uid
    now = SQL("now() AT TIME ZONE 'UTC'")
    values = {**values, 'create_uid': uid, 'write_uid': uid, 'create_date': now, 'write_date': now}
    model.env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(
                value if isinstance(value, SQL) else SQL("%s", value) for value in values.values()
            ),
        )
    )
    return model.env.cr.fetchone() is not None
