from odoo import api, fields, models

SCORE_MONTHS = 6
MIN_LINES = 5  # fewer promises say nothing about a supplier
WEIGHTS = {'otif': 0.5, 'quality': 0.25, 'response': 0.1, 'price': 0.15}
FULL_LOSS = 0.1  # one of ten pieces faulty, or ten percent dearer, gives nothing for that part


class ResPartner(models.Model):
    """What a supplier's scorecard says in one number, here and wherever Odoo shows a rate."""

    _inherit = 'res.partner'

    gift_score = fields.Float(
        string="Score (%)", compute='_compute_gift_score', groups='purchase.group_purchase_user',
        help="Of the past 6 months: half of it on time in full by the first promise, a quarter"
        " pieces without a fault, 15% prices as ordered, 10% orders answered in time."
        " -1: too few lines.",
    )  # fmt: skip

    def _gift_get_scores(self):
        """Return how well suppliers have kept what they promised in the past months.

        One question for all of them, of the current company. The parts and their weights stand in
        ``WEIGHTS``; parts of which nothing is known yet are left out and the others count for more.

        :return: ``{partner: score}``, from 0 to 1, ``None`` where too few lines were due.
        """
        found = self._gift_read_scores()
        return {
            partner: self._gift_weigh_score(found.get(partner.commercial_partner_id))
            for partner in self
        }

    def _gift_read_scores(self):
        """Return the sums of the past months: ``{supplier: {measure: value}}``."""
        suppliers = self.commercial_partner_id
        if not suppliers:
            return {}
        scores_sudo = self.env['gift.supplier.score'].sudo()  # in one number; nothing else is told
        scores_sudo = scores_sudo.with_context(
            gift_score_months=SCORE_MONTHS, gift_score_suppliers=suppliers.ids
        )
        names = self._gift_get_score_measures()
        rows = scores_sudo._read_group(
            [('company_id', '=', self.env.company.id), ('supplier_id', 'in', suppliers.ids)],
            ['supplier_id'],
            [f'{name}:{function}' for name, function in names.items()],
        )
        return {supplier: dict(zip(names, values, strict=True)) for supplier, *values in rows}

    @api.model
    def _gift_get_score_measures(self):
        """Return ``{measure: aggregator}`` of what the score is made of."""
        return {
            'due_count': 'sum', 'otif_rate': 'avg', 'asked_count': 'sum', 'response_rate': 'avg',
            'asked_amount': 'sum', 'price_variance': 'avg', 'received_quantity': 'sum',
            'defect_rate': 'avg',
        }  # fmt: skip

    @api.model
    def _gift_weigh_score(self, sums):
        """Return the score of a supplier's sums, ``None`` when they are too few."""
        if not sums or sums['due_count'] < MIN_LINES:
            return None
        parts = self._gift_get_score_parts(sums)
        weight = sum(WEIGHTS[name] for name in parts)
        return sum(WEIGHTS[name] * part for name, part in parts.items()) / weight

    @api.model
    def _gift_get_score_parts(self, sums):
        """Return the parts that are known, each from 0 to 1."""
        parts = {'otif': sums['otif_rate']}
        if sums['asked_count']:
            parts['response'] = sums['response_rate']
        if sums['asked_amount']:
            parts['price'] = 1 - min(max(sums['price_variance'] / FULL_LOSS, 0), 1)
        if sums['received_quantity']:
            parts['quality'] = 1 - min(sums['defect_rate'] / FULL_LOSS, 1)
        return parts

    # === WHAT IS SHOWN === #

    @api.depends_context('company')
    def _compute_gift_score(self):
        for partner, score in self._gift_get_scores().items():
            partner.gift_score = -1 if score is None else 100 * score

    @api.depends_context('company', 'uid')
    def _compute_on_time_rate(self):
        """Override of `purchase_stock`: by the first promise, which no later date moves.

        Lines that have not arrived count as late; -1 means that nothing was due.
        """
        may_read = self.env['gift.supplier.score'].has_access('read')
        found = self._gift_read_scores() if may_read else {}
        for partner in self:
            sums = found.get(partner.commercial_partner_id)
            partner.on_time_rate = 100 * sums['otif_rate'] if sums else -1

    def action_gift_open_scores(self):
        """Button: the scorecard of the supplier."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.gift_supplier_score_action'
        )
        supplier = self.commercial_partner_id
        return {**action, 'context': {'search_default_supplier_id': supplier.id}}


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    gift_score = fields.Float(
        related='partner_id.gift_score', compute_sudo=False, groups='purchase.group_purchase_user'
    )


class ProductSupplierinfo(models.Model):
    _inherit = 'product.supplierinfo'

    gift_score = fields.Float(
        related='partner_id.gift_score', compute_sudo=False, groups='purchase.group_purchase_user'
    )
