from odoo import api, fields, models

from ..engine.shortage import get_cover
from .stock_proposal import StockProposals
from .stock_watch import StockWatch

RANK = {False: 0, 'low': 1, 'out': 2}


class GiftStockAlert(models.Model):
    """Too little of a product in a warehouse, from when it was noticed until it is over.

    A product has one open alert in a warehouse. Nobody writes it by hand: the check does, and the
    buttons.
    """

    _name = 'gift.stock.alert'
    _inherit = ['gift.alert.mixin']
    _description = 'Stock alert'
    _order = 'level desc, opened_at desc, id desc'
    _rec_name = 'product_id'
    _state_transitions = {
        'open': ('snoozed', 'ordered'),
        'snoozed': ('open',),
        'ordered': ('open', 'snoozed'),
        'resolved': ('open', 'snoozed', 'ordered'),
    }

    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, index=True, ondelete='cascade'
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse', required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='warehouse_id.company_id', store=True, precompute=True, index=True
    )
    rule_id = fields.Many2one('gift.stock.rule', readonly=True, ondelete='set null')
    level = fields.Selection(
        [('low', "Running low"), ('out', "Out of stock")], required=True, readonly=True
    )
    state = fields.Selection(
        [
            ('open', "Open"),
            ('snoozed', "Snoozed"),
            ('ordered', "Ordered"),
            ('resolved', "Over"),
        ],
        required=True,
        readonly=True,
        default='open',
        index=True,
    )
    opened_at = fields.Datetime(
        string="Since", required=True, readonly=True, default=fields.Datetime.now
    )
    resolved_at = fields.Datetime(string="Over since", readonly=True)
    told_level = fields.Selection(
        [('low', "Running low"), ('out', "Out of stock")], string="Told as", readonly=True,
        help="What managers know by mail.",
    )  # fmt: skip

    # === FIGURES, AS OF THE LAST CHECK === #
    uom_id = fields.Many2one(related='product_id.uom_id')
    free_quantity = fields.Float(string="Can be sold", readonly=True, digits='Product Unit')
    on_order = fields.Float(readonly=True, digits='Product Unit')
    daily_use = fields.Float(string="Use a day", readonly=True, digits=(16, 2))
    cover_days = fields.Integer(string="Lasts (days)", readonly=True)
    has_cover = fields.Boolean(readonly=True, help="Whether anything is used at all.")

    # === PROPOSAL === #
    supplier_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    proposed_quantity = fields.Float(string="To order", readonly=True, digits='Product Unit')
    proposed_uom_id = fields.Many2one('uom.uom', string="Unit of the order", readonly=True)
    price = fields.Monetary(string="Price a unit", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    expected_date = fields.Date(
        string="Arrives", readonly=True,
        help="What is on order, where that is enough; else an order that is made now.",
    )  # fmt: skip
    supplier_told = fields.Boolean(readonly=True, help="Whether the supplier tells its stock.")
    supplier_quantity = fields.Float(string="Supplier has", readonly=True, digits='Product Unit')
    supplier_from = fields.Date(string="Supplier has it from", readonly=True)
    purchase_line_id = fields.Many2one(
        'purchase.order.line', readonly=True, ondelete='set null', index='btree_not_null'
    )
    purchase_id = fields.Many2one(related='purchase_line_id.order_id', string="Purchase")

    _once = models.UniqueIndex("(product_id, warehouse_id) WHERE state != 'resolved'")

    # === THE CHECK === #

    @api.model
    def _cron_check(self):
        """Scheduled action: look at stock and purchases of companies, tell managers once a day."""
        companies = self.env['res.company'].search([])
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._check_company(company)
            self.env['gift.late.purchase']._check_company(company)
            self.env['gift.stock.digest']._send(company)
            if not cron._commit_progress(1):
                break

    @api.model
    def _check_company(self, company, products=None):
        """Open, change and end the alerts of a company (sudo).

        The rules are written first, so that of two simultaneous checks the second one sees what
        the first has found.

        :param products: product.product to look at alone.
        """
        self_sudo = self.sudo().with_company(company)  # figures of all; who may see them is asked
        rules = self_sudo.env['gift.stock.rule'].search([('company_id', '=', company.id)])
        if not rules:
            return
        rules.write({'checked_date': fields.Datetime.now()})
        rules.flush_recordset()
        watch = StockWatch(company.sudo().with_env(self_sudo.env), rules, products)
        found = watch.find()
        domain = [('company_id', '=', company.id), ('state', '!=', 'resolved')]
        if products is not None:
            domain += [('product_id', 'in', products.ids)]
        known = self_sudo.search(domain)
        proposals = StockProposals(watch, found)
        values = {key: self._prepare_values(found[key], proposals.get(key)) for key in found}
        known._follow(found, values, watch.figures.today)
        keys = {(alert.product_id.id, alert.warehouse_id.id) for alert in known}
        self_sudo.create(
            [
                {
                    'product_id': key[0],
                    'warehouse_id': key[1],
                    'state': 'ordered' if finding.shortage.is_covered else 'open',
                    **values[key],
                }
                for key, finding in found.items()
                if key not in keys
            ]
        )

    @api.model
    def _prepare_values(self, finding, proposal):
        cover = get_cover(finding.figures.free, finding.use)
        return {
            'rule_id': finding.rule.id,
            'level': finding.shortage.level,
            'free_quantity': finding.figures.free,
            'on_order': finding.figures.on_order,
            'daily_use': finding.use,
            'cover_days': cover or 0,
            'has_cover': cover is not None,
            **proposal,
        }

    def _follow(self, found, values, today):
        """Bring known alerts (sudo) in line with what was found."""
        over = self.filtered(lambda alert: alert._get_key() not in found)
        over._gift_update_state('resolved', resolved_at=fields.Datetime.now(), snoozed_until=False)
        self.env['gift.stock.digest']._close(over)
        targets = {}
        for alert in self - over:
            key = alert._get_key()
            target = alert._get_target(found[key].shortage, today)
            alert.write(values[key])
            if target != alert.state:
                targets[target] = targets.get(target, self.browse()) | alert
        for target, alerts in targets.items():
            alerts._move(target)

    def _get_key(self):
        self.ensure_one()
        return self.product_id.id, self.warehouse_id.id

    def _get_target(self, shortage, today):
        """Return the state an alert belongs in; what gets worse is not snoozed any more."""
        self.ensure_one()
        if shortage.is_covered:
            return 'ordered'
        is_worse = RANK[shortage.level] > RANK[self.told_level or False]
        if self.state == 'snoozed' and self.snoozed_until > today and not is_worse:
            return 'snoozed'
        return 'open'

    def _move(self, target):
        """Change the state; what is open again is told again, unless it only got worse."""
        for told, alerts in self.grouped(lambda alert: alert._get_told(target)).items():
            alerts._gift_update_state(
                target, told_level=told, snoozed_until=False, snooze_reason=False
            )

    def _get_told(self, target):
        self.ensure_one()
        is_worse = RANK[self.level] > RANK[self.told_level or False]
        return False if target == 'open' and not is_worse else self.told_level

    def _is_news(self):
        """Return whether managers are to be told: it is new, worse, or open once more."""
        self.ensure_one()
        if self.state == 'ordered':  # somebody has seen to it: only that it ran out is news
            return self.told_level == 'low' and self.level == 'out'
        return self.state == 'open' and RANK[self.level] > RANK[self.told_level or False]

    # === BUTTONS === #

    def action_check(self):
        """Button: look at the stock now."""
        self._check_buyer()
        for company in self.env.companies:
            self._check_company(company)
        return self._get_action([])

    def _note_snoozed(self):
        """Override: getting worse is told all the same."""
        for level, alerts in self.grouped('level').items():
            alerts.told_level = level

    def action_set_rule(self):
        """Button: the rule of the product, a new one where there is none of its own."""
        self.ensure_one()
        rule = self.env['gift.stock.rule'].search(
            [
                ('company_id', '=', self.company_id.id),
                ('product_tmpl_id', '=', self.product_id.product_tmpl_id.id),
                ('product_id', 'in', (False, self.product_id.id)),
            ],
            order='product_id, id',
            limit=1,
        )
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.stock.rule',
            'view_mode': 'form',
            'res_id': rule.id,
            'context': {
                'default_scope': 'product',
                'default_product_tmpl_id': self.product_id.product_tmpl_id.id,
                'default_company_id': self.company_id.id,
            },
        }

    @api.model
    def _get_action(self, domain):
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.gift_stock_alert_action'
        )
        return {**action, 'domain': domain}
