from odoo import api, models

from .gift_profile import EVENTS
from .gift_ticket import RUNNING

TICKETS = 5


class GiftProfile(models.AbstractModel):
    """What a customer has asked, on the profile."""

    _inherit = 'gift.profile'

    @api.model
    def _get_blocks(self):
        """Override to show the tickets, before the gifts."""
        blocks = super()._get_blocks()
        blocks.insert(-3, (self._read_tickets, 'gift_loyalty.profile_tickets', True))
        return blocks

    @api.model
    def _get_event_readers(self):
        """Override to tell of the tickets, too."""
        return [*super()._get_event_readers(), self._read_ticket_events]

    @api.model
    def _find_tickets(self, family, limit):
        return (
            self.env['gift.ticket']
            .sudo()
            .search(
                [('partner_id', 'in', family.ids), ('stage', 'not in', ('spam', 'merged'))],
                order='id desc',
                limit=limit,
            )
        )

    @api.model
    def _read_tickets(self, partner, family):
        """Return the newest tickets, and how many there are in all and are worked on."""
        tickets = self._find_tickets(family, TICKETS)
        if not tickets:
            return {}
        counts = dict(
            self.env['gift.ticket']
            .sudo()
            ._read_group([('partner_id', 'in', family.ids)], ['stage'], ['__count'])
        )
        return {'tickets': tickets, 'running': sum(counts.get(one, 0) for one in RUNNING)}

    @api.model
    def _read_ticket_events(self, family):
        events = []
        for ticket in self._find_tickets(family, EVENTS):
            events.append(
                {
                    'date': ticket.create_date,
                    'icon': 'fa-life-ring',
                    'text': self.env._("Asked: %s", ticket.display_name),
                    'record': ticket,
                }
            )
            if ticket.solved_date:
                events.append(
                    {
                        'date': ticket.solved_date,
                        'icon': 'fa-check',
                        'text': self.env._("Solved: %s", ticket.display_name),
                        'record': ticket,
                    }
                )
        return events
