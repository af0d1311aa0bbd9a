from odoo import api, fields, models

LEVELS = [('error', "Broken"), ('warning', "Look at it"), ('ok', "Fine")]
WORST_FIRST = {'error': 0, 'warning': 1, 'ok': 2}


class GiftPaymentDoctor(models.TransientModel):
    """Tells what is misconfigured about Stripe, in plain words, and what to do about it."""

    _name = 'gift.payment.doctor'
    _description = 'Payment doctor'

    provider_id = fields.Many2one(
        'payment.provider', required=True, readonly=True, ondelete='cascade'
    )
    line_ids = fields.One2many('gift.payment.doctor.line', 'doctor_id', readonly=True)

    @api.model
    def _examine(self, provider):
        """Return a new doctor's page about a provider, the worst findings first."""
        found = sorted(self._find_all(provider), key=lambda finding: WORST_FIRST[finding['level']])
        return self.create(
            {'provider_id': provider.id, 'line_ids': [(0, 0, finding) for finding in found]}
        )

    def action_examine(self):
        """Button: look again."""
        self.ensure_one()
        return self.provider_id.action_gift_examine()


class GiftPaymentDoctorLine(models.TransientModel):
    """One finding."""

    _name = 'gift.payment.doctor.line'
    _description = 'Finding of the payment doctor'

    doctor_id = fields.Many2one('gift.payment.doctor', required=True, ondelete='cascade')
    code = fields.Char(required=True)
    level = fields.Selection(LEVELS, required=True)
    text = fields.Char(string="Finding", required=True)
    advice = fields.Char(string="What to do")
