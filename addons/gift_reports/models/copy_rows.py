"""Many rows into a table at once."""

import csv
import io

BATCH = 20_000


def copy_rows(cr, table, columns, rows):
    """Write rows with PostgreSQL's COPY, in batches; return how many.

    :param columns: names of the columns, in the order of each row.
    :param rows: iterable of tuples; ``None`` is NULL.
    """
    names = ', '.join(f'"{name}"' for name in columns)
    statement = f'COPY "{table}" ({names}) FROM STDIN WITH (FORMAT csv)'
    written, batch = 0, io.StringIO()
    writer = csv.writer(batch, lineterminator='\n')
    for row in rows:
        writer.writerow('' if value is None else value for value in row)
        written += 1
        if not written % BATCH:
            _send(cr, statement, batch)
    _send(cr, statement, batch)
    return written


def _send(cr, statement, batch):
    batch.seek(0)
    cr.copy_expert(statement, batch)
    batch.seek(0)
    batch.truncate()
