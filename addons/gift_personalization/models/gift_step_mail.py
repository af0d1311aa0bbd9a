from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once

from .guarded import guarded

STEPS = [
    ('in_production', "We have started to make it"),
    ('packed', "It is packed"),
    ('shipped', "It is on its way"),
    ('delivered', "It has arrived"),
    ('later', "It arrives later than promised"),
]
USUAL = 'shipped,delivered,later'
NONE = 'none'
MINUTES = 'gift_personalization.step_mail_minutes'


class GiftStepMail(models.Model):
    """A step of a gift of which its customer is to be told: once, and with its neighbours.

    Steps wait some minutes, so that gifts of one order that go on together are one mail. The rows
    that stand are sent in the transaction that marks them: neither exists without the other.
    """

    _name = 'gift.step.mail'
    _description = 'Step to write about'
    _order = 'id'

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, ondelete='cascade', index=True
    )
    job_id = fields.Many2one('gift.job', required=True, readonly=True, ondelete='cascade')
    step = fields.Selection(STEPS, required=True, readonly=True)
    key = fields.Char(required=True, default='-', readonly=True, help="Of what happens twice.")
    due_date = fields.Datetime(required=True, readonly=True)
    sent_date = fields.Datetime(readonly=True, help="Also when the customer wanted no mail.")

    _once = models.UniqueIndex('(job_id, step, key)')
    _due = models.Index('(due_date) WHERE sent_date IS NULL')

    @api.model
    def _queue(self, job, step, key='-'):
        """Note that the customer is to be told of a step, unless that was done. Call it in sudo.

        Of two simultaneous callers one adds the row: the second insert waits for the first.
        """
        if step not in job.order_id._gift_get_mail_steps():
            return
        minutes = int(self.env['ir.config_parameter'].sudo().get_param(MINUTES, 5))
        due = fields.Datetime.now() + timedelta(minutes=minutes)
        values = {'order_id': job.order_id.id, 'job_id': job.id, 'step': step, 'key': key}
        if insert_once(self, {**values, 'due_date': due}):
            self.env.ref('gift_personalization.ir_cron_step_mails').sudo()._trigger(due)

    @api.model
    def _cron_send(self):
        """Scheduled action: one mail for each order with steps that are due."""
        domain = [('sent_date', '=', False), ('due_date', '<=', fields.Datetime.now())]
        orders = self.search(domain).order_id
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            with guarded(order, self.env._("A mail to the customer could not be sent")):
                order._gift_send_news()
            if not cron._commit_progress(1):
                return


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_mail_steps = fields.Char(
        string="Mails about gifts", help="Steps of which the customer wants a mail, by comma."
    )
