from datetime import timedelta

from odoo import fields, models


class GiftStockSnooze(models.TransientModel):
    """Asks until when managers are not told about alerts, and why."""

    _name = 'gift.stock.snooze'
    _description = 'Snooze stock alerts'

    alert_ids = fields.Many2many('gift.stock.alert')
    late_ids = fields.Many2many('gift.late.purchase')
    until = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
    )
    reason = fields.Char(required=True, help="Colleagues read it beside the alert.")

    def action_snooze(self):
        """Button: be quiet until that day."""
        self.ensure_one()
        for alerts in filter(None, (self.alert_ids, self.late_ids)):
            alerts._snooze(self.until, (self.reason or '').strip())
        return {'type': 'ir.actions.act_window_close'}
