from odoo import api, fields, models
from odoo.exceptions import UserError


class GiftSupplierFeedRefusal(models.TransientModel):
    """Asks the buyer why prices of a list are refused."""

    _name = 'gift.supplier.feed.refusal'
    _description = 'Refusal of listed prices'

    feed_ids = fields.Many2many('gift.supplier.feed', help="All their prices that wait.")
    line_ids = fields.Many2many('gift.supplier.feed.line')
    note = fields.Char(string="Reason", required=True, help="The supplier reads it.")

    @api.model
    def _open(self, feeds=None, lines=None):
        """Return the action that asks for the reason."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Refuse"),
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_feed_ids': [fields.Command.set(feeds.ids if feeds else [])],
                'default_line_ids': [fields.Command.set(lines.ids if lines else [])],
            },
        }

    def action_refuse(self):
        """Button: refuse them and tell the supplier why, once the list is decided."""
        self.ensure_one()
        lines = self.line_ids | self.feed_ids._get_waiting()
        lines._check_buyer()
        note = ' '.join((self.note or '').split())
        if not note:
            raise UserError(self.env._("Please give a reason; the supplier reads it."))
        lines.sudo()._decide('refused', note)  # checked above; nobody writes rows
        return {'type': 'ir.actions.act_window_close'}
