import logging
import random
import time

import psycopg2.extensions

from odoo import models

_logger = logging.getLogger(__name__)

TRIES = 4
PAUSE_S = 0.2


class IrCron(models.Model):
    _inherit = 'ir.cron'

    def _callback(self, cron_name, server_action_id):
        """Override of `base` to begin again where another transaction was quicker.

        Odoo does so for requests, but gives a background job up until its next turn: a mail would
        come a quarter of an hour later. The job has been rolled back to its last commit by then.
        """
        for attempt in range(1, TRIES):
            try:
                return super()._callback(cron_name, server_action_id)
            except psycopg2.extensions.TransactionRollbackError:
                _logger.info("%r met another transaction, attempt %s.", cron_name, attempt)
                time.sleep(random.uniform(0.5, 1) * PAUSE_S * 2**attempt)
        return super()._callback(cron_name, server_action_id)
