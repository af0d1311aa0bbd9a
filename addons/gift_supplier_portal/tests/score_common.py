"""Orders of the past whose promises were kept or broken, at fixed days."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from .common import SupplierCommon

ORDERED = '2026-08-31 08:00:00'  # a Monday
DUE = date(2026, 9, 10)
TODAY = '2026-10-05 09:00:00'


class ScoreCommon(SupplierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_calendar(cls.env.company, 'Europe/Berlin')
        cls.serial = 0

    @classmethod
    def _set_calendar(cls, company, zone):
        company.resource_calendar_id = cls.env['resource.calendar'].create(
            {'name': zone, 'tz': zone, 'company_id': company.id}
        )

    @classmethod
    def _order(cls, supplier=None, *, product=None, count=10, price=4.0, due=DUE, **values):
        """Return the line of an order that was confirmed on 31 August and asks for ``due``."""
        with freeze_time(ORDERED):
            order = cls.env['purchase.order'].create(
                {
                    'partner_id': (supplier or cls.mugs).id,
                    'user_id': cls.buyer.id,
                    'order_line': [
                        Command.create(
                            {
                                'product_id': (product or cls.mug).id,
                                'product_qty': count,
                                'price_unit': price,
                                'date_planned': fields.Datetime.to_datetime(f'{due} 10:00:00'),
                            }
                        )
                    ],
                    **values,
                }
            )
            order.button_confirm()
        cls._set_created(order.order_line)
        return order.order_line

    @classmethod
    def _set_created(cls, records, moment=ORDERED):
        """Let records be made at a moment; the database's clock cannot be set."""
        cls.env.flush_all()
        cls.env.cr.execute(
            f'UPDATE {records._table} SET create_date = %s WHERE id IN %s',
            [moment, tuple(records.ids)],
        )
        records.invalidate_recordset(['create_date'])

    @classmethod
    def _answer(cls, line, kind='accept', moment=ORDERED, **values):
        """Let the supplier answer; what it proposes is accepted."""
        cls.serial += 1
        contact = cls.ann if line.order_id.partner_id == cls.mugs else cls.cleo
        with freeze_time(moment):
            answer = cls.env['gift.supplier.answer']._receive(
                line.order_id.sudo(), contact, f'ref{cls.serial}',
                {line: {'kind': kind, 'reason': "x", **values}},
            )  # fmt: skip
            answer.line_ids.filtered(lambda entry: entry.state == 'proposed')._accept()
        cls._set_created(answer.line_ids, moment)
        return answer

    @classmethod
    def _promise(cls, *args, **values):
        """Return the line of an order that was accepted as it is."""
        line = cls._order(*args, **values)
        cls._answer(line)
        return line

    @classmethod
    def _arrive(cls, line, count, moment):
        """Let pieces (line's unit) arrive at a moment."""
        move = line._gift_get_open_moves().sorted('id')[-1:]
        picking = move.picking_id
        wanted = line.product_uom_id._compute_quantity(count, move.product_uom)
        picking.move_ids.picked = False
        move.write({'quantity': wanted, 'picked': True})
        picking.with_context(skip_backorder=True).button_validate()
        assert move.state == 'done'
        cls._set_moment(move, moment)
        return move

    @classmethod
    def _set_moment(cls, move, moment):
        move.date = fields.Datetime.to_datetime(moment)

    @classmethod
    def _return(cls, move, count, moment, *, refund):
        """Let pieces of a receipt go back to the supplier."""
        wizard = cls.env['stock.return.picking'].create({'picking_id': move.picking_id.id})
        wizard.product_return_moves.write({'quantity': count, 'to_refund': refund})
        picking = cls.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.write({'quantity': count, 'picked': True})
        picking.button_validate()
        assert picking.state == 'done'
        cls._set_moment(picking.move_ids, moment)
        return picking.move_ids

    def _read_lines(self, lines=None):
        """Return the measured lines by their purchase line."""
        domain = [('purchase_line_id', 'in', lines.ids)] if lines is not None else []
        found = self.env['gift.supplier.score.line'].search(domain)
        return {entry.purchase_line_id: entry for entry in found}
