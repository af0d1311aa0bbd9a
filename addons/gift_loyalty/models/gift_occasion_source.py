from odoo import models


class GiftOccasion(models.Model):
    _inherit = 'gift.occasion'

    def _send(self, date):
        """Override to let a flow remind of occasions, when there is one."""
        flows = self.env['gift.flow']._get_active('occasion')
        if not flows:
            return super()._send(date)
        event = f'occasion:{self.id}:{date.year}'
        return flows._enter(self.partner_id.email, event, self, self.partner_id)
