from odoo import models

MAX_LINES = 500


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _gift_get_review_name(self):
        """Return the name proposed for a review: the first name, the others shortened."""
        self.ensure_one()
        first, *others = (self.name or '').split() or ['']
        return f'{first} {others[-1][0]}.' if others else first

    def _gift_get_review_lines(self):
        """Return the lines (sudo) of what the buyer has got, newest first, each product once."""
        self.ensure_one()
        lines_sudo = self.env['sale.order.line'].sudo()  # the buyer's own
        lines = lines_sudo.search(
            [
                ('order_partner_id', 'child_of', self.commercial_partner_id.id),
                ('state', '=', 'sale'),
                ('qty_delivered', '>', 0),
            ],
            order='id desc',
            limit=MAX_LINES,
        )
        arrived = lines._gift_get_arrivals()
        newest = {}
        for line in lines.filtered(lambda line: line in arrived):
            newest.setdefault(line.product_id.product_tmpl_id, line.id)
        return lines_sudo.browse(newest.values())
