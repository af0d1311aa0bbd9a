from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

NAMES = ('sent', 'opened', 'clicked', 'orders', 'revenue')

# The last mail before an order gets it, as long as its window is open.
CREDITED = """
    SELECT DISTINCT ON (o.id) o.id, s.id AS sending_id,
           o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount
      FROM gift_flow_sending s
      JOIN gift_flow_run r ON r.id = s.run_id
      JOIN gift_flow f ON f.id = r.flow_id
      JOIN res_partner p ON p.email_normalized = s.email
      JOIN sale_order o ON o.partner_id = p.id AND o.state = 'sale'
       AND o.date_order >= s.date
       AND o.date_order < s.date + f.window_days * interval '1 day'
     ORDER BY o.id, s.date DESC, s.id DESC
"""
COUNTED = """
    SELECT s.variant_id, COUNT(t.sent_datetime), COUNT(t.open_datetime),
           COUNT(t.links_click_datetime), COALESCE(SUM(c.orders), 0), COALESCE(SUM(c.amount), 0)
      FROM gift_flow_sending s
      LEFT JOIN mailing_trace t ON t.id = s.trace_id
      LEFT JOIN (SELECT sending_id, COUNT(*) AS orders, SUM(amount) AS amount
                   FROM credited GROUP BY sending_id) c ON c.sending_id = s.id
     WHERE s.variant_id IS NOT NULL
     GROUP BY s.variant_id
"""
# Both groups are looked at alike: orders within the window after the flow would have begun.
COMPARED = """
    SELECT flow_id, is_held, COUNT(*), COUNT(*) FILTER (WHERE orders > 0), SUM(amount)
      FROM (SELECT r.id, r.flow_id, r.state = 'held' AS is_held, COUNT(o.id) AS orders,
                   COALESCE(SUM(o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)), 0)
                   AS amount
              FROM gift_flow_run r
              JOIN gift_flow f ON f.id = r.flow_id
              LEFT JOIN res_partner p ON p.email_normalized = r.email
              LEFT JOIN sale_order o ON o.partner_id = p.id AND o.state = 'sale'
               AND o.date_order >= r.started_on
               AND o.date_order < r.started_on + f.window_days * interval '1 day'
             WHERE r.flow_id = ANY(%s)
             GROUP BY r.id) runs
     GROUP BY flow_id, is_held
"""


class GiftFlowVariant(models.Model):
    _inherit = 'gift.flow.variant'

    sent = fields.Integer(compute='_compute_results')
    opened = fields.Integer(compute='_compute_results')
    clicked = fields.Integer(compute='_compute_results')
    orders = fields.Integer(compute='_compute_results')
    revenue = fields.Float(compute='_compute_results', digits='Product Price')

    def _compute_results(self):
        for model in ('gift.flow.sending', 'gift.flow.run', 'sale.order', 'mailing.trace'):
            self.env[model].flush_model()
        rows = self.env.execute_query(SQL("WITH credited AS (%s) %s", SQL(CREDITED), SQL(COUNTED)))
        found = {row[0]: row[1:] for row in rows}
        for variant in self:
            variant.update(dict(zip(NAMES, found.get(variant.id, (0,) * 5), strict=True)))


class GiftFlowStep(models.Model):
    _inherit = 'gift.flow.step'

    sent = fields.Integer(compute='_compute_results')
    opened = fields.Integer(compute='_compute_results')
    clicked = fields.Integer(compute='_compute_results')
    orders = fields.Integer(compute='_compute_results')
    revenue = fields.Float(compute='_compute_results', digits='Product Price')

    def _compute_results(self):
        for step in self:
            for name in NAMES:
                step[name] = sum(step.variant_ids.mapped(name))


class GiftFlow(models.Model):
    _inherit = 'gift.flow'

    sent = fields.Integer(compute='_compute_results')
    opened = fields.Integer(compute='_compute_results')
    clicked = fields.Integer(compute='_compute_results')
    orders = fields.Integer(compute='_compute_results')
    revenue = fields.Float(compute='_compute_results', digits='Product Price')
    people = fields.Integer(string="People with mails", compute='_compute_comparison')
    buyers_percent = fields.Float(string="Of them ordered (%)", compute='_compute_comparison')
    per_person = fields.Float(string="Revenue per person", compute='_compute_comparison')
    held_people = fields.Integer(string="People held out", compute='_compute_comparison')
    held_buyers_percent = fields.Float(string="Of them ordered (%) ", compute='_compute_comparison')
    held_per_person = fields.Float(string="Revenue per person ", compute='_compute_comparison')

    def _compute_results(self):
        for flow in self:
            for name in NAMES:
                flow[name] = sum(flow.step_ids.mapped(name))

    def _compute_comparison(self):
        self.env['gift.flow.run'].flush_model()
        self.env['sale.order'].flush_model()
        found = defaultdict(lambda: (0, 0, 0))
        for flow, is_held, people, buyers, amount in self.env.execute_query(
            SQL(COMPARED, self.ids)
        ):
            found[flow, is_held] = (people, buyers, float(amount))
        for flow in self:
            for is_held, prefix in ((False, ''), (True, 'held_')):
                people, buyers, amount = found[flow.id, is_held]
                flow[f'{prefix}people'] = people
                flow[f'{prefix}buyers_percent'] = 100 * buyers / people if people else 0
                flow[f'{prefix}per_person'] = amount / people if people else 0
