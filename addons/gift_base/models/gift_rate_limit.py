from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class GiftRateLimit(models.TransientModel):
    """One attempt of one caller. Rows are only added, so that parallel requests never collide."""

    _name = 'gift.rate.limit'
    _description = 'Counted attempt'
    _transient_max_hours = 24

    scope = fields.Char(required=True)
    caller = fields.Char(required=True)

    _scope_caller_idx = models.Index('(scope, caller, create_date)')

    @api.model
    def _gift_count(self, scope, caller, *, limit, seconds):
        """Count one attempt and refuse it above the limit.

        :param str scope: what is attempted, for example ``upload``.
        :param str caller: who attempts it (session or address).
        :param int limit: attempts allowed within ``seconds``.
        :raise UserError: when the limit is reached; says how long to wait.
        """
        log_sudo = self.sudo()  # visitors have no rights on the counter
        since = fields.Datetime.now() - timedelta(seconds=seconds)
        attempts = log_sudo.search_count(
            [
                ('scope', '=', scope),
                ('caller', '=', caller),
                ('create_date', '>', since),
            ],
            limit=limit,
        )
        if attempts >= limit:
            raise UserError(
                self.env._(
                    "That was too often in a short time. Please wait %(minutes)s minutes and"
                    " try again.",
                    minutes=max(1, seconds // 60),
                )
            )
        log_sudo.create({'scope': scope, 'caller': caller})
