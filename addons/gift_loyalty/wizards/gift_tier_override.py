from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError

from .loyalty_card_update_balance import MAY_CORRECT


class GiftTierOverride(models.TransientModel):
    """A manager sets a customer's tier, or lets it follow what is spent again; with a reason."""

    _name = 'gift.tier.override'
    _description = 'Set the tier'

    partner_id = fields.Many2one('res.partner', string="Customer", required=True)
    mode = fields.Selection(
        [('set', "Set this tier"), ('free', "Follow what is spent")], default='set', required=True
    )
    tier_id = fields.Many2one('gift.tier', help="Empty: no tier.")
    until = fields.Date(help="Empty: until somebody changes it.")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Set the tier; it stands in the customer's history with the reason.

        :raise AccessError: for everybody but managers.
        :raise ValidationError: the day has passed, or there is no reason.
        """
        self.ensure_one()
        if not self.env.su and not any(map(self.env.user.has_group, MAY_CORRECT)):
            raise AccessError(
                self.env._("Tiers are set by managers. Ask one of them, and say why.")
            )
        if not (self.reason or '').strip():
            raise ValidationError(self.env._("Say why the tier is set. The reason is kept."))
        if self.until and self.until < fields.Date.context_today(self):
            raise ValidationError(self.env._("Enter a day that has not passed."))
        self._apply()
        return {'type': 'ir.actions.act_window_close'}

    def _apply(self):
        company = self.env.company
        # Rights were checked above; nobody writes a status directly.
        status_sudo = self.env['gift.tier.status']._open(self.partner_id.sudo(), company)
        if self.mode == 'set':
            status_sudo._override(self.tier_id.sudo(), self.reason.strip(), self.until)
            return
        status_sudo._claim()
        if status_sudo.is_override:
            status_sudo._end_override(self.reason.strip())
        status_sudo._look_at(status_sudo.partner_id, company)
