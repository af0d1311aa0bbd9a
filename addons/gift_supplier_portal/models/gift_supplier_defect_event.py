from odoo import models


class GiftSupplierDefect(models.Model):
    """What suppliers' machines are told of defects."""

    _inherit = 'gift.supplier.defect'

    def _report(self, line, values, photos, *, reference):
        """Override to tell the supplier's machine."""
        known = self.sudo().search_count([('reference', '=', reference)], limit=1)
        defect_sudo = super()._report(line, values, photos, reference=reference)
        if not known:
            self.env['gift.supplier.event']._note('defect.reported', defect_sudo)
        return defect_sudo

    def _gift_choose_event(self, kinds):
        self.ensure_one()
        return kinds[0]

    def _gift_prepare_event(self):
        """Return the defect for a supplier's machine; photos and the answer stay on the page."""
        self.ensure_one()
        return {
            'order': {'id': self.order_id.id, 'name': self.order_id.name},
            'defect': {
                'id': self.id,
                'name': self.name,
                'line': self.purchase_line_id.id,
                'quantity': self.quantity,
                'cause': self.cause,
                'note': self.note or None,
                'design': self.revision_hash or None,
            },
        }
