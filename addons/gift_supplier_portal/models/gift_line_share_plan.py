from datetime import date

from odoo import api, models

from .maker_book import OWN


class GiftLineShare(models.Model):
    """How a plan of the engine becomes shares."""

    _inherit = 'gift.line.share'

    @api.model
    def _create_for_plan(self, book, plan):
        """Create the shares of a plan; what nobody can make stays with us and says so.

        :param book: MakerBook that the plan was made with.
        :param plan: Plan of the engine.
        """
        self._claim_makers(book, plan)
        rows = [self._prepare_share(book, share, plan.reasons[share.line]) for share in plan.shares]
        rows += [
            self._prepare_unassigned(book, line_id, pieces, plan)
            for line_id, pieces in plan.unassigned.items()
        ]
        return self.create(rows)

    @api.model
    def _claim_makers(self, book, plan):
        """Of two orders that take a supplier's last pieces, one begins again."""
        capabilities = self.env['gift.supplier.capability'].union(
            *(book.describe(share.maker)[1] for share in plan.shares)
        )
        capabilities.filtered('daily_pieces')._claim()

    @api.model
    def _prepare_share(self, book, share, reasons):
        way, capability = book.describe(share.maker)
        line = book.get_line(share.line)
        arrival = date.fromordinal(share.arrival)
        here = arrival
        if way == 'shop':
            here = book.get_day_here(way, capability, share.finished)
        return {
            'sale_line_id': line.id,
            'way': way,
            'capability_id': capability.id,
            'supplier_id': capability.partner_id.id,
            'buyer_id': capability.partner_id.buyer_id.id,
            'quantity': share.pieces,
            'revision_hash': line.gift_revision_id.hash,
            'date_start': book.get_start(line),
            'date_here': here,
            'date_arrival': arrival,
            'cost': share.cost,
            'reasons': self._prepare_reasons(book, reasons),
            'slot_ids': [
                (0, 0, {'capability_id': capability.id, 'date': date.fromordinal(day),
                        'pieces': pieces})
                for day, pieces in (share.slots if way != OWN else ())
            ],
        }  # fmt: skip

    @api.model
    def _prepare_reasons(self, book, reasons):
        """Return reasons of the engine as they are stored, with names and dates."""
        return [
            {
                'name': book.get_name(reason.maker),
                'code': reason.code,
                'pieces': reason.pieces,
                'day': date.fromordinal(reason.day).isoformat() if reason.day else False,
                'amount': reason.amount,
            }
            for reason in reasons
        ]

    @api.model
    def _prepare_unassigned(self, book, line_id, pieces, plan):
        line = book.get_line(line_id)
        return {
            'sale_line_id': line.id,
            'way': OWN,
            'quantity': pieces,
            'revision_hash': line.gift_revision_id.hash,
            'date_start': book.get_start(line),
            'reasons': self._prepare_reasons(book, plan.reasons[line_id]),
            'trouble': 'nobody',
        }

    def _are_outdated(self, today):
        """Return whether the shares of a line are missing or cannot be kept as planned."""
        if not self:
            return True
        return any(
            share.state == 'planned'
            and (
                share.trouble
                or share.capability_id.is_down
                or any(slot.date < today for slot in share.slot_ids)
            )
            for share in self
        )
