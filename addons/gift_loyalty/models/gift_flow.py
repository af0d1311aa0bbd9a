from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from odoo.addons.gift_base.insert import insert_once
from odoo.addons.gift_personalization.models.guarded import guarded

from ..engine.choice import is_held_out

TRIGGERS = [
    ('welcome', "Agreed to the newsletter"),
    ('cart', "Left a cart"),
    ('design', "Left a design"),
    ('purchase', "Ordered"),
    ('review', "A gift has arrived"),
    ('winback', "Has not ordered for long"),
    ('occasion', "An occasion comes"),
    ('stock', "A wanted product is there again"),
    ('points', "Points end soon"),
]
MOST_HELD_OUT = 50


class GiftFlow(models.Model):
    """Mails that follow an event, step by step, to who agreed to them."""

    _name = 'gift.flow'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = 'Mail flow'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(string="What it is for", translate=True)
    trigger = fields.Selection(TRIGGERS, string="Begins when", required=True)
    days = fields.Integer(
        default=0, help="Of “has not ordered for long”, “has arrived” and “points end soon”."
    )
    purpose_id = fields.Many2one(
        'gift.consent.purpose',
        ondelete='restrict',
        help="Only who agreed to it gets the mails. Empty: the customer asked for this very mail.",
    )
    step_ids = fields.One2many('gift.flow.step', 'flow_id', copy=True)
    run_ids = fields.One2many('gift.flow.run', 'flow_id')
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        default=lambda self: self.env.user,
        help="Is told of mails that could not be made.",
    )
    stop_on_order = fields.Boolean(string="Ends with an order", default=True)
    is_capped = fields.Boolean(
        string="Counts for the cap",
        default=True,
        help="Waits when somebody had too many mails of flows; the cap is in the settings.",
    )
    holdout_percent = fields.Integer(
        string="Held out (%)",
        default=0,
        help="This share of the people gets nothing, so that you see what the mails bring.",
    )
    window_days = fields.Integer(
        string="Orders count for (days)", default=7, help="After a mail, or after the begin."
    )
    activated_on = fields.Datetime(
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="What happened before begins no flow.",
    )

    _window = models.Constraint('CHECK(window_days > 0)', "Orders count for at least one day.")

    @api.constrains('holdout_percent')
    def _check_holdout(self):
        if any(not 0 <= flow.holdout_percent <= MOST_HELD_OUT for flow in self):
            raise ValidationError(
                self.env._("Hold out between 0 and %(most)s percent.", most=MOST_HELD_OUT)
            )

    @api.constrains('trigger', 'purpose_id')
    def _check_purpose(self):
        if any(not flow.purpose_id and flow.trigger != 'stock' for flow in self):
            raise ValidationError(
                self.env._(
                    "Choose for which purpose these mails are: only who agreed to it gets them."
                )
            )

    def write(self, vals):
        """Override to begin with what happens from now on when a flow is switched on."""
        if vals.get('active'):
            vals = {**vals, 'activated_on': fields.Datetime.now()}
        return super().write(vals)

    # === BEGINNING === #

    @api.model
    def _get_active(self, trigger):
        """Return the flows (sudo) that begin with an event."""
        return self.sudo().search([('trigger', '=', trigger)])

    def _enter(self, email, event, record=None, partner=None):
        """Begin the flows for a person, once for each event; return whether any began.

        :param str event: name of the event; the same one begins a flow no second time.
        :param record: what it is about.
        """
        address = email_normalize(email)
        if not address:
            return False
        begun = [flow._begin(address, event, record, partner) for flow in self.sudo()]
        self.invalidate_recordset(['run_ids'])
        return any(begun)

    def _begin(self, address, event, record, partner):
        self.ensure_one()
        first = self.step_ids[:1]
        if not first:
            return False
        now = fields.Datetime.now()
        is_held = is_held_out(self.holdout_percent, self.id, address)
        return insert_once(
            self.env['gift.flow.run'],
            {
                'flow_id': self.id,
                'email': address,
                'partner_id': partner.id if partner else None,
                'event': event,
                'res_model': record._name if record else None,
                'res_id': record.id if record else None,
                'started_on': now,
                'state': 'held' if is_held else 'running',
                'step_id': None if is_held else first.id,
                'due_on': None if is_held else now + timedelta(hours=first.delay_hours),
            },
        )

    # === JOB === #

    @api.model
    def _cron_run(self):
        """Begin what is due and send the next steps; stops and goes on wherever it was."""
        for flow in self.search([]):
            with guarded(flow, self.env._("A mail of a flow was not sent")):
                for candidate in flow._find_people():
                    flow._enter(*candidate)
            self.env['ir.cron']._commit_progress()
        self.env['gift.flow.run']._advance_due()

    def action_view_runs(self):
        """Show who is in the flow."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("People in the flow"),
            'res_model': 'gift.flow.run',
            'view_mode': 'list',
            'domain': [('flow_id', '=', self.id)],
        }
