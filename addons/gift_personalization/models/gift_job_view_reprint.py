from dataclasses import replace

from odoo import models

from .gift_job_reprint import REPRINTABLE

MADE = ('made', 'packed', 'shipped')


class GiftJob(models.Model):
    """What customers and the floor see of a reprint."""

    _inherit = 'gift.job'

    def _gift_get_deliveries(self):
        """Return the open deliveries with which the jobs leave."""
        moves = self.replacement_move_ids.filtered(
            lambda move: (
                move.state not in ('done', 'cancel') and move.location_dest_id._is_outgoing()
            ),
        )
        own = self.filtered(lambda job: not job.is_replacement)
        return own.sale_line_id._gift_get_open_deliveries() | moves.picking_id

    def _gift_send_stage_mail(self):
        """Override: a reprint writes when it leaves, and only where the first one did not."""
        if self.original_id and not self._gift_is_told_of_shipping():
            return
        super()._gift_send_stage_mail()

    def _gift_is_told_of_shipping(self):
        alone = self.is_replacement or self.original_id.stage == 'replaced'
        return self.stage == 'shipped' and alone

    # === TIMELINE === #

    def _add_reprint_steps(self, steps):
        """Return the steps of the line with what this reprint adds to them (sudo)."""
        self.ensure_one()
        again = {
            'key': 'again',
            'label': self.env._("Being made again"),
            'date': self.create_date,
            'state': 'done' if self.stage in MADE else 'current',
        }
        if self.is_replacement:  # what is on its way now is the replacement
            before = [s for s in steps if s['key'] != 'delivered' or s['state'] == 'done']
            return [*before, again, *self._prepare_replacement_steps()]
        position = next(i for i, step in enumerate(steps) if step['key'] == 'in_production') + 1
        return [*steps[:position], again, *self._follow_reprint(steps[position:])]

    def _prepare_replacement_steps(self):
        shipped, arrived = self.stage == 'shipped', self._get_delivered_date()
        waiting = 'current' if self.stage in MADE else 'next'
        return [
            {
                'key': 'replacement',
                'label': self.env._("Replacement shipped"),
                'date': self._get_event_date('shipped') if shipped else False,
                'state': 'done' if shipped else waiting,
                **self._get_tracking(),
            },
            {
                'key': 'replacement_delivered',
                'label': self.env._("Replacement delivered"),
                'date': arrived,
                'state': 'done' if arrived else 'current' if shipped else 'next',
            },
        ]

    def _follow_reprint(self, steps):
        """Return the steps after the production as far as the reprint has come."""
        reached = {'packed': ('packed',), 'shipped': ('packed', 'shipped')}.get(self.stage, ())
        arrived = self._get_delivered_date() if self.stage == 'shipped' else False
        found = []
        for step in steps:
            done = step['key'] in reached or (step['key'] == 'delivered' and bool(arrived))
            own = arrived if step['key'] == 'delivered' else self._get_event_date(step['key'])
            date = (step['date'] or own) if done else False
            found.append({**step, 'date': date, 'state': 'done' if done else 'next'})
        waiting = next((step for step in found if step['state'] == 'next'), None)
        if waiting and self.stage in MADE:
            waiting['state'] = 'current'
        return found

    def _get_parcels(self):
        """Override to name the parcels of a replacement."""
        if not self.is_replacement:
            return super()._get_parcels()
        return self.replacement_move_ids.picking_id._gift_get_sent()

    # === FLOOR === #

    def _prepare_ticket(self):
        """Override to say on the ticket for which job it is made again."""
        ticket = super()._prepare_ticket()
        if self.original_id:
            again = self.env._("again for %s", self.reprint_of_id.name)
            ticket = replace(ticket, order=f'{ticket.order} · {again}')
        return ticket

    def _prepare_scan_answer(self, status, message):
        """Override to offer the reprint on the scan page."""
        answer = super()._prepare_scan_answer(status, message)
        job = {
            **answer['job'],
            'can_reprint': self._gift_can_reprint(),
            'again_for': self.sudo().reprint_of_id.name or False,
        }
        return {**answer, 'job': job}

    def _gift_can_reprint(self):
        return self.stage in REPRINTABLE
