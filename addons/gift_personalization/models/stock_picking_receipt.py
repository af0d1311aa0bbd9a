from odoo import fields, models
from odoo.tools.misc import format_date

from odoo.addons.gift_base.tools import signed_token

ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'  # nothing that looks like something else


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def action_gift_receipt(self):
        """Button: the gift receipts of the job's deliveries."""
        self.check_access('read')
        jobs_sudo = self.sudo()  # the route checks who may print them
        moves = jobs_sudo.sale_line_id.move_ids | jobs_sudo.replacement_move_ids
        pickings = moves.picking_id.filtered(lambda picking: picking.state != 'cancel')
        return pickings.action_gift_receipt()


class StockPicking(models.Model):
    """The gift receipt of a delivery: what is in it, from whom, how to return it. No price."""

    _inherit = 'stock.picking'

    gift_return_code = fields.Char(
        string="Return code",
        readonly=True,
        copy=False,
        help="It stands on the gift receipt; whoever wants to return a gift names it.",
    )

    _gift_return_code_uniq = models.UniqueIndex(
        '(gift_return_code)',
        "Two deliveries cannot have the same return code.",
    )

    def action_gift_receipt(self):
        """Button: the gift receipts of the deliveries."""
        ids = ','.join(map(str, self.ids))
        return {
            'type': 'ir.actions.act_url',
            'url': f'/gift/deliveries/receipts.pdf?ids={ids}',
            'target': 'new',
        }

    def _gift_get_return_code(self):
        """Return the code of the delivery, which never changes and tells nothing of the order."""
        self.ensure_one()
        if not self.gift_return_code:
            number = int(signed_token(self.env, 'return', str(self.id)), 16)
            letters = [ALPHABET[number >> 5 * index & 31] for index in range(10)]
            self.sudo().gift_return_code = ''.join(letters[:5]) + '-' + ''.join(letters[5:])
        return self.gift_return_code

    def _gift_build_receipt(self):
        """Return the gift receipt of the delivery as PDF bytes."""
        from ..engine.gift_receipt import receipt_pdf

        self.ensure_one()
        picking = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return receipt_pdf(picking._gift_prepare_receipt())

    def _gift_prepare_receipt(self):
        """Return what the engine prints. Nothing here reads a price."""
        from ..engine.gift_receipt import ReceiptData

        job = self.env['gift.job']
        fonts = job._get_paper_fonts()
        parcel_sudo = self.sudo().gift_parcel_id  # whoever packs may
        return ReceiptData(
            code=self._gift_get_return_code(),
            shop=self.company_id.name,
            facts=tuple(self._gift_get_receipt_facts()),
            rows=tuple(self._gift_get_receipt_rows()),
            message=parcel_sudo._get_printed_message() if parcel_sudo else '',
            book=self.env['gift.font'].sudo()._get_font_book(fonts),  # a part of the catalogue
            fonts=fonts,
            is_rtl=job._is_paper_rtl(),
            lang=job._get_paper_lang(),
            labels={
                'title': self.env._("Gift receipt"),
                'code': self.env._("Return code"),
                'note': self.env._(
                    "Would you like to exchange or return something? Write to us and name this"
                    " code. You need neither the order nor its price."
                ),
            },
        )

    def _gift_get_receipt_facts(self):
        order_sudo, parcel_sudo = self.sudo().sale_id, self.sudo().gift_parcel_id
        receiver = parcel_sudo.name or self.partner_id.name or ''
        giver = '' if parcel_sudo.hide_sender else order_sudo.partner_id.name or ''
        return [
            (self.env._("For"), receiver),
            (self.env._("From"), giver if giver != receiver else ''),
            (self.env._("Occasion"), parcel_sudo._get_occasion_label() if parcel_sudo else ''),
            (self.env._("Date"), format_date(self.env, self.date_done or self.scheduled_date)),
        ]

    def _gift_get_receipt_rows(self):
        rows = {}
        for move in self._gift_get_receipt_moves().sorted('id'):
            count, product = move._gift_get_sold()
            whose = move if product == move.product_id else move.sudo().sale_line_id
            rows[whose] = (f'{count:g} ×', product.display_name)  # a kit is one row
        return list(rows.values())

    def _gift_get_receipt_moves(self):
        """Return the moves that stand on the receipt: gifts, no cards and no wraps."""
        return self.move_ids.filtered(
            lambda move: move.state != 'cancel' and not move.product_id.product_tmpl_id.gift_extra
        )


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _gift_get_sold(self):
        """Return ``(pieces, product)`` as it was sold: of a part of a kit, the kit."""
        self.ensure_one()
        line_sudo = self.sudo().sale_line_id  # papers name goods; whoever packs may print them
        product = line_sudo.product_id.with_env(self.env)
        if not product or product == self.product_id:
            return self.product_uom_qty, self.product_id
        alike = line_sudo.move_ids.filtered(
            lambda move: (
                move.product_id == self.product_id
                and move.state != 'cancel'
                and move.location_dest_id == self.location_dest_id
            )
        )
        ordered = sum(alike.mapped('product_uom_qty'))
        share = self.product_uom_qty / ordered if ordered else 0.0
        return line_sudo.product_uom_qty * share, product
