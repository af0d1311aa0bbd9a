from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

WEEK_DAYS, MONTH_DAYS = 7, 30


class GiftAlertMixin(models.AbstractModel):
    """An alert about which buyers can be quiet until a day; what that means, the model says."""

    _name = 'gift.alert.mixin'
    _inherit = ['gift.state.mixin']
    _description = 'Alert that can be snoozed'

    _snooze_field = 'alert_ids'  # of the window that asks until when

    snoozed_until = fields.Date(readonly=True)
    snooze_reason = fields.Char(readonly=True)

    def _note_snoozed(self):
        """Remember of alerts (sudo) what is known of them, so that it is no news later."""

    def _check_buyer(self):
        """Raise unless the user buys for the shop and sees the alerts."""
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(
                self.env._("Managers and buyers decide about stock alerts. Please ask one of them.")
            )
        self.check_access('read')

    def action_snooze_week(self):
        """Button: be quiet for a week."""
        self._snooze(fields.Date.context_today(self) + timedelta(days=WEEK_DAYS))

    def action_snooze_month(self):
        """Button: be quiet for a month."""
        self._snooze(fields.Date.context_today(self) + timedelta(days=MONTH_DAYS))

    def action_snooze(self):
        """Button: ask until when, and why."""
        self._check_buyer()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.gift_stock_snooze_action'
        )
        return {**action, 'context': {f'default_{self._snooze_field}': self.ids}}

    def _snooze(self, until, reason=''):
        """Be quiet about open alerts until a day."""
        self._check_buyer()
        if until <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day after today: until then nobody is told."))
        alerts_sudo = self.sudo()  # checked above; nobody writes alerts
        quiet = alerts_sudo.filtered(lambda alert: alert.state in ('open', 'snoozed'))
        quiet._gift_update_state('snoozed')
        quiet.write({'snoozed_until': until, 'snooze_reason': reason})
        quiet._note_snoozed()
        self.env['gift.stock.digest']._close(quiet)

    def action_unsnooze(self):
        """Button: not quiet any more."""
        self._check_buyer()
        alerts_sudo = self.sudo()  # checked above; nobody writes alerts
        snoozed = alerts_sudo.filtered(lambda alert: alert.state == 'snoozed')
        snoozed._gift_update_state('open', snoozed_until=False, snooze_reason=False)
