"""Steps that follow a payment or an approval and must never undo it."""

import logging
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)


@contextmanager
def guarded(record, summary):
    """Run the body in a savepoint; when it fails, tell the staff instead of the caller.

    A conflict with a simultaneous transaction goes through, so that Odoo runs the request again.

    :param record: record in sudo with activities, on which the staff is told.
    :param str summary: what did not work, for the activity.
    """
    try:
        with record.env.cr.savepoint():
            yield
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        raise
    except UserError as error:
        _logger.info("%s: %s (%s)", record.display_name, summary, error)
        notify_staff(record, summary, str(error))
    except Exception as error:
        _logger.exception("%s: %s", record.display_name, summary)
        notify_staff(record, summary, f"{type(error).__name__}: {error}")


def notify_staff(record, summary, note):
    """Give the order desk an activity about the record, unless it has an open one like it."""
    record_sudo = record.sudo()  # production and visitors cannot create activities
    if summary in record_sudo.activity_ids.mapped('summary'):
        return
    record_sudo.with_context(mail_activity_quick_update=True).activity_schedule(
        'mail.mail_activity_data_warning',
        summary=summary,
        note=note,
        user_id=get_staff_user(record_sudo).id,
    )


def get_staff_user(record):
    """Return the salesperson of the order or customer, if of the staff, or else the first."""
    owner = record.order_id if 'order_id' in record._fields else record
    staff = record.env.ref('gift_base.group_staff').all_user_ids.filtered(
        lambda user: user.active and user._is_internal() and not user._is_superuser(),
    )
    salesperson = owner.user_id & staff
    return salesperson or staff.sorted('id')[:1] or record.env.ref('base.user_admin')
