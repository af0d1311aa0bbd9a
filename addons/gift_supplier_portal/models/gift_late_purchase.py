from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.working_days import WorkingDays

LATE = """
    SELECT po.id,
           COUNT(*) FILTER (WHERE due.is_late),
           MIN(due.day) FILTER (WHERE due.is_late),
           MAX((line.date_planned AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date)
               FILTER (WHERE due.is_late)
      FROM purchase_order po
      JOIN purchase_order_line line ON line.order_id = po.id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
CROSS JOIN LATERAL (
        SELECT COALESCE(line.gift_promised_date, line.gift_requested_date) AS day,
               template.type = 'consu'
               AND line.qty_received < line.product_qty - 0.000001
               AND COALESCE(line.gift_promised_date, line.gift_requested_date) < %(today)s
                   AS is_late
           ) due
     WHERE po.company_id = %(company)s AND po.state = 'purchase'
       AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
       AND (due.is_late OR (po.gift_answer_state = 'open' AND po.gift_reminders >= 2))
  GROUP BY po.id
"""


class GiftLatePurchase(models.Model):
    """A purchase that is late, from when it was noticed until it has come.

    Late is by the supplier's first promise, as the scorecard has it; without any, by the day we
    asked for. Or nobody has answered, after the reminder as well. An order has one open alert.
    Nobody writes it by hand: the check does, and the buttons.
    """

    _name = 'gift.late.purchase'
    _inherit = ['gift.alert.mixin']
    _description = 'Late purchase'
    _order = 'late_since, id'
    _rec_name = 'order_id'
    _state_transitions = {
        'open': ('snoozed',),
        'snoozed': ('open',),
        'resolved': ('open', 'snoozed'),
    }
    _snooze_field = 'late_ids'

    order_id = fields.Many2one(
        'purchase.order', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='order_id.company_id', store=True, precompute=True, index=True
    )
    supplier_id = fields.Many2one(related='order_id.partner_id', string="Supplier", store=True)
    buyer_id = fields.Many2one(related='order_id.user_id', string="Buyer", store=True)
    state = fields.Selection(
        [('open', "Open"), ('snoozed', "Snoozed"), ('resolved', "Over")],
        required=True, readonly=True, default='open', index=True,
    )  # fmt: skip
    late_count = fields.Integer(
        string="Late lines", readonly=True, help="0: the supplier does not answer."
    )
    late_since = fields.Date(string="Promised for", readonly=True)
    expected_date = fields.Date(string="Planned now", readonly=True)
    told_count = fields.Integer(readonly=True, help="Late lines of which managers know.")
    is_told = fields.Boolean(readonly=True)
    resolved_at = fields.Datetime(string="Over since", readonly=True)

    _once = models.UniqueIndex("(order_id) WHERE state != 'resolved'")

    # === THE CHECK === #

    @api.model
    def _check_company(self, company):
        """Open, change and end the alerts of a company (sudo).

        The scheduled action alone calls it, which runs once at a time.
        """
        alerts_sudo = self.sudo()  # of all orders; who may see them is asked
        found = alerts_sudo._find_late(company)
        known = alerts_sudo.search([('company_id', '=', company.id), ('state', '!=', 'resolved')])
        over = known.filtered(lambda alert: alert.order_id.id not in found)
        over._gift_update_state('resolved', resolved_at=fields.Datetime.now(), snoozed_until=False)
        self.env['gift.stock.digest']._close(over)
        today = WorkingDays(company).today()
        for alert in known - over:
            alert._follow(found.pop(alert.order_id.id), today)
        alerts_sudo.create([{'order_id': order_id, **values} for order_id, values in found.items()])

    @api.model
    def _find_late(self, company):
        """Return ``{order id: values}`` of what is late in a company, with one query."""
        self.env.flush_all()
        days = WorkingDays(company)
        rows = self.env.execute_query(
            SQL(LATE, company=company.id, today=days.today(), zone=str(days.zone))
        )
        names = ('late_count', 'late_since', 'expected_date')
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}

    def _follow(self, values, today):
        self.ensure_one()
        changed = {name: value for name, value in values.items() if self[name] != (value or False)}
        if changed:
            self.write(changed)
        if self.state == 'snoozed' and self.snoozed_until <= today:
            self._gift_update_state(
                'open', snoozed_until=False, snooze_reason=False, is_told=False, told_count=0
            )

    # === TELLING === #

    @api.model
    def _find_news(self, company):
        """Return what managers are to be told (sudo): what is new, or late with more lines."""
        open_sudo = self.sudo().search(  # each recipient is a buyer of the company
            [('company_id', '=', company.id), ('state', '=', 'open')]
        )
        return open_sudo.filtered(
            lambda alert: not alert.is_told or alert.late_count > alert.told_count
        )

    def _filter_for(self, user):
        """Leave out silent suppliers of which the buyer was told by an activity of the order."""
        return self.filtered(lambda alert: alert.late_count or alert.buyer_id != user)

    def _note_told(self):
        for count, alerts in self.grouped('late_count').items():
            alerts.write({'is_told': True, 'told_count': count})

    def _note_snoozed(self):
        """Override: whoever snoozes knows."""
        self._note_told()

    # === BUTTONS === #

    def action_open_order(self):
        """Button: open the order."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'purchase.order',
            'view_mode': 'form',
            'res_id': self.order_id.id,
        }
