from odoo import models
from odoo.exceptions import AccessError, UserError

# Kept true by methods: deadlines, what the customer said, where it came from.
KEPT = frozenset(
    {
        'number',
        'channel',
        'company_id',
        'description',
        'order_ref',
        'finding',
        'merged_into_id',
        'access_token',
        'first_due',
        'first_date',
        'first_was_late',
        'solve_due',
        'solved_date',
        'solved_late',
        'hours_left',
        'is_paused',
        'clock',
        'rating',
        'rating_comment',
        'rating_date',
    }
)


class GiftTicket(models.Model):
    """What staff may write themselves. A stage that is written does what its button does."""

    _inherit = 'gift.ticket'

    def write(self, vals):
        """Let staff move a ticket by its stage; what methods keep true is not written by hand.

        :raise AccessError: for deadlines and what the customer has said.
        """
        if self.env.su:
            return super().write(vals)
        self._check_kept(vals)
        rest = {name: value for name, value in vals.items() if name != 'stage'}
        result = super().write(rest)
        if 'stage' in vals:
            self._move_to(vals['stage'])
        return result

    def _check_kept(self, vals):
        kept = sorted(KEPT & vals.keys())
        if kept:
            raise AccessError(
                self.env._(
                    "“%s” of a ticket is kept by the shop itself and not written by hand.",
                    self._fields[kept[0]]._description_string(self.env),
                )
            )

    def _move_to(self, stage):
        """Do what the button that leads to a stage does.

        :raise UserError: when the stage does not lead there, or needs another ticket.
        """
        self._check_staff()
        if stage == 'merged':
            raise UserError(self.env._("Open the ticket and use “Merge”, to say into which one."))
        for ticket in self:
            if stage == 'open' and ticket.stage == 'new':
                ticket.action_take()
            elif stage == 'new' and ticket.stage == 'spam':
                ticket.action_reopen()
            else:
                ticket.sudo()._set_stage(stage)  # staff, checked above
