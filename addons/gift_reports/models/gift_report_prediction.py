from odoo import api, fields, models

STATES = [
    ('ready', "Ready"),
    ('not_enough_data', "Not enough data"),
    ('no_convergence', "The figures do not fit the model"),
]


class GiftReportPrediction(models.Model):
    """Whether the value of a company's customers can be told, and if not, what is missing."""

    _name = 'gift.report.prediction'
    _description = 'Prediction of customer value'
    _rec_name = 'company_id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    made_on = fields.Date(readonly=True)
    state = fields.Selection(STATES, readonly=True)
    shortfalls = fields.Json(readonly=True)
    missing = fields.Text(string="What is missing", compute='_compute_missing')
    problem = fields.Char(readonly=True)
    horizon_days = fields.Integer(string="Days ahead", readonly=True)
    yearly_rate = fields.Float(string="Discount a year", readonly=True)
    correlation = fields.Float(
        readonly=True,
        digits=(6, 3),
        help="Of the number of repeated orders and their mean value. The model takes it for zero:"
        " above 0.3 read the values with care.",
    )
    parameters = fields.Char(
        readonly=True, help="r, alpha, a, b of BG/NBD; p, q, gamma of Gamma-Gamma"
    )

    _company_uniq = models.Constraint('UNIQUE(company_id)', "A company has one prediction.")

    @api.depends('shortfalls')
    @api.depends_context('lang')
    def _compute_missing(self):
        texts = {
            'buyers': self.env._("%(have)s customers who bought; %(need)s are needed."),
            'days': self.env._("%(have)s days since the first order; %(need)s are needed."),
            'recent_days': self.env._(
                "The last order is %(have)s days old; it may be %(need)s days old."
            ),
            'often_buyers': self.env._(
                "%(have)s customers who ordered on three days or more; %(need)s are needed."
            ),
        }
        for prediction in self:
            prediction.missing = '\n'.join(
                texts[item['code']] % item for item in prediction.shortfalls or []
            )

    @api.model
    def _keep(self, company, today, prediction):
        """Keep what the engine says of a company's customers (:class:`clv.Prediction`)."""
        models_ = (prediction.purchase_model, prediction.spend_model)
        names = (('r', 'alpha', 'a', 'b'), ('p', 'q', 'gamma'))
        parameters = [
            f'{name}={getattr(model, name):.4f}'
            for model, own in zip(models_, names, strict=True)
            if model
            for name in own
        ]
        values = {
            'made_on': today,
            'state': prediction.state,
            'shortfalls': [
                {'code': item.code, 'have': item.have, 'need': item.need}
                for item in prediction.shortfalls
            ],
            'problem': prediction.problem,
            'horizon_days': prediction.horizon_days,
            'yearly_rate': prediction.yearly_rate,
            'correlation': prediction.correlation,
            'parameters': ', '.join(parameters),
        }
        known = self.search([('company_id', '=', company.id)])
        if known:
            known.write(values)
        else:
            self.create({'company_id': company.id, **values})
