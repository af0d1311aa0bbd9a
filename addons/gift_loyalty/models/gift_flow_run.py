from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.guarded import guarded

CAP_MAILS, CAP_DAYS = 'gift_loyalty.flow_cap_mails', 'gift_loyalty.flow_cap_days'
DEFAULT_CAP = (2, 7)
KEEP_DAYS = 730
BATCH = 100
STATES = [
    ('running', "Running"),
    ('held', "Held out"),
    ('done', "Done"),
    ('stopped', "Ended early"),
]
REASONS = [
    ('ordered', "Ordered"),
    ('unsubscribed', "Does not want these mails"),
    ('gone', "It is over"),
]


class GiftFlowRun(models.Model):
    """One person in a flow, once for each event that begins it."""

    _name = 'gift.flow.run'
    _description = 'Person in a flow'
    _order = 'id desc'
    _rec_name = 'email'

    flow_id = fields.Many2one(
        'gift.flow', required=True, index=True, ondelete='cascade', readonly=True
    )
    email = fields.Char(string="Mail address", required=True, readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', ondelete='set null', readonly=True
    )
    event = fields.Char(required=True, readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', readonly=True)
    started_on = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True)
    reason = fields.Selection(REASONS, string="Why it ended", readonly=True)
    step_id = fields.Many2one('gift.flow.step', string="Next step", ondelete='set null')
    due_on = fields.Datetime(string="Next mail", readonly=True)
    sending_ids = fields.One2many('gift.flow.sending', 'run_id', readonly=True)

    _once = models.UniqueIndex('(flow_id, email, event)')
    _due_idx = models.Index("(due_on) WHERE state = 'running'")

    # === JOB === #

    @api.model
    def _advance_due(self):
        """Take the next step of everybody for whom it is time."""
        cron, last = self.env['ir.cron'], 0
        due = Domain('state', '=', 'running') & Domain('due_on', '<=', fields.Datetime.now())
        due &= Domain('flow_id.active', '=', True)
        cron._commit_progress(remaining=self.search_count(due))
        while batch := self.search(due & Domain('id', '>', last), order='id', limit=BATCH):
            for run in batch:
                with guarded(run.flow_id, self.env._("A mail of a flow was not sent")):
                    run._advance()
                if not cron._commit_progress(1):
                    return
            last = batch[-1].id

    def _advance(self):
        """Send the step that is due, or find why not; of two jobs one does."""
        self.ensure_one()
        # The second job fails on this row, is run again and finds the next step planned.
        self.env.cr.execute(
            SQL("UPDATE gift_flow_run SET write_date = write_date WHERE id = %s", self.id)
        )
        self.invalidate_recordset()
        if self.state != 'running' or not self.due_on or self.due_on > fields.Datetime.now():
            return
        reason = self._get_stop_reason()
        if not self.step_id or reason:
            self.write(
                {'state': 'stopped' if reason else 'done', 'reason': reason, 'due_on': False}
            )
        elif not self._meets_condition():
            self._go_on()
        elif self._is_capped():
            self.due_on = fields.Datetime.now() + timedelta(days=1)
        else:
            self.env['gift.flow.sending']._send(self)
            self._go_on()

    def _go_on(self):
        following = self.step_id._get_next()
        due = fields.Datetime.now() + timedelta(hours=following.delay_hours)
        self.write(
            {
                'step_id': following.id,
                'state': 'running' if following else 'done',
                'due_on': due if following else False,
            }
        )

    # === RULES === #

    def _get_record(self):
        """Return what the flow is about, empty when it is gone."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _get_stop_reason(self):
        self.ensure_one()
        purpose = self.flow_id.purpose_id
        if purpose and not self.env['gift.consent']._get_allowed(purpose.code, {self.email}):
            return 'unsubscribed'
        if self.flow_id.stop_on_order and self._has_ordered():
            return 'ordered'
        return False if self.flow_id._is_still_true(self) else 'gone'

    def _has_ordered(self):
        return bool(
            self.env['sale.order'].search_count(
                [
                    ('state', '=', 'sale'),
                    ('partner_id.email_normalized', '=', self.email),
                    ('date_order', '>=', self.started_on),
                ],
                limit=1,
            )
        )

    def _meets_condition(self):
        condition = self.step_id.condition
        if condition == 'first_order':
            domain = [('state', '=', 'sale'), ('partner_id.email_normalized', '=', self.email)]
            return self.env['sale.order'].search_count(domain, limit=2) < 2
        trace = self.sending_ids.sorted('id')[-1:].trace_id
        is_met = {
            'not_opened': not trace.open_datetime,
            'not_clicked': not trace.links_click_datetime,
            'clicked': bool(trace.links_click_datetime),
        }
        return is_met.get(condition, True)

    def _is_capped(self):
        """Return whether the person had as many mails of flows as the shop allows."""
        most, days = self._get_cap()
        if not self.flow_id.is_capped or not most:
            return False
        since = fields.Datetime.now() - timedelta(days=days)
        domain = [('email', '=', self.email), ('date', '>', since), ('is_capped', '=', True)]
        return self.env['gift.flow.sending'].search_count(domain, limit=most) >= most

    @api.model
    def _get_cap(self):
        params = self.env['ir.config_parameter'].sudo()
        values = [params.get_param(name) or '' for name in (CAP_MAILS, CAP_DAYS)]
        return tuple(
            int(value) if value.isdecimal() else usual
            for value, usual in zip(values, DEFAULT_CAP, strict=True)
        )

    # === RETENTION === #

    @api.autovacuum
    def _gc_old(self):
        """Forget who was in a flow two years ago, with the mails that were sent."""
        since = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.search([('started_on', '<', since), ('state', '!=', 'running')], limit=10000)
        old.sending_ids.trace_id.unlink()
        old.unlink()
