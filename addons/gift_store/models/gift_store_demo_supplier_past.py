import io
from datetime import timedelta

from odoo import api, fields, models


class GiftStoreDemo(models.AbstractModel):
    """Months in which suppliers kept their promises or did not, and pieces that came broken."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_supplier_past(self, key, supplier, description):
        contact = self._get(f'supplier_{key}_{next(iter(description["contacts"]))}')
        order = None
        for number, entry in enumerate(description['past']):
            name = f'purchase_{key}_past_{number}'
            order = self._get(name)
            if not order:
                order = self._mark(name, self._load_past_purchase(supplier, contact, entry))
        if 'defect' in description and not self._get(f'defect_{key}'):
            self._mark(f'defect_{key}', self._load_defect(order, description['defect']))

    @api.model
    def _load_past_purchase(self, supplier, contact, entry):
        """Return an order that was answered and has arrived, all of it in the past."""
        start = fields.Datetime.now() - timedelta(days=entry['days'])
        promised = start + timedelta(days=entry['promised'])
        order = self._create_purchase(supplier, {'order': [entry]}, promised)
        order.button_confirm()
        answer = self.env['gift.supplier.answer']._receive(
            order, contact, f'demo-{order.id}', {order.order_line: {'kind': 'accept'}}
        )
        moves = order.picking_ids.move_ids
        for move in moves:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        order.picking_ids._action_done()
        arrived = start + timedelta(days=entry['arrived'])
        self.env.flush_all()  # what waits to be written has the dates of today
        self._set_dates(order, start, 'date_order', 'date_approve', 'create_date')
        self._set_dates(order.order_line, start, 'create_date')
        answered = start + timedelta(hours=entry['answered'])
        for record in (answer, *answer.line_ids):
            self._set_dates(record, answered, 'create_date')
        for record in (*moves, *moves.move_line_ids):
            self._set_dates(record, arrived, 'date')
        for picking in order.picking_ids:
            self._set_dates(picking, arrived, 'date_done')
        self.env.invalidate_all()
        return order

    @api.model
    def _load_defect(self, order, description):
        """Report pieces of an order that came broken, with a photo, as the stock team does."""
        photo = self.env['gift.asset']._ingest_photo(self._draw_broken_carton())
        return self.env['gift.supplier.defect']._report(
            order.order_line[:1],
            {
                'quantity': description['quantity'],
                'cause': description['cause'],
                'note': description['note'],
                'source': 'receipt',
                'picking_id': order.picking_ids[:1].id,
            },
            photo,
            reference=f'demo-{order.id}',
        )

    @api.model
    def _draw_broken_carton(self):
        """Return a JPEG that shows a carton with a dented corner and shards before it."""
        from PIL import Image, ImageDraw

        picture = Image.new('RGB', (800, 600), '#d9d4cb')
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 430, 800, 600), fill='#b9b1a4')
        draw.polygon(((180, 200), (560, 160), (640, 250), (250, 300)), fill='#c99b63')
        draw.polygon(((250, 300), (640, 250), (610, 400), (640, 470), (260, 520)), fill='#b28248')
        draw.polygon(((180, 200), (250, 300), (260, 520), (190, 400)), fill='#966a37')
        draw.line(((430, 180), (440, 498)), fill='#e8dcc4', width=22)
        draw.line(((640, 250), (560, 330), (640, 380)), fill='#6e4c25', width=6)
        draw.line(((560, 330), (600, 440)), fill='#6e4c25', width=4)
        for left, top in ((90, 500), (130, 540), (330, 550), (680, 520), (560, 560)):
            corners = ((0, 0), (55, -25), (80, 20), (20, 30))
            shard = [(left + x, top + y) for x, y in corners]
            draw.polygon(shard, fill='#f7f6f3', outline='#8f8a82')
        out = io.BytesIO()
        picture.save(out, 'JPEG', quality=88)
        return out.getvalue()
