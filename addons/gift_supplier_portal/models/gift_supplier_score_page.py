from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_amount, format_date, formatLang

from .gift_supplier_score import MIN_LEAD_LINES
from .res_partner_score import SCORE_MONTHS

MONTHS_SHOWN = 12
LATE_SHOWN = 30


class GiftSupplierScore(models.Model):
    """What a supplier reads about itself: every number with a sentence that says how it came."""

    _inherit = 'gift.supplier.score'

    month_name = fields.Char(string="Name of the month", compute='_compute_month_name')

    @api.depends('month')
    @api.depends_context('lang')
    def _compute_month_name(self):
        for score in self:
            score.month_name = format_date(self.env, score.month, date_format='MMM yyyy')

    def action_open_lines(self):
        """Button: the lines of the month."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.gift_supplier_score_line_action'
        )
        return {
            **action,
            'domain': [
                ('supplier_id', '=', self.supplier_id.id),
                ('company_id', '=', self.company_id.id),
                ('month', '=', self.month),
            ],
        }

    @api.model
    def _get_cards(self, supplier):
        """Return the scorecards of a supplier, one for each company that orders from it.

        :param supplier: res.partner, the visitor's own; nothing of others is read.
        :return: ``[{'company', 'months', 'numbers', 'late', 'more'}, …]``, records in sudo.
        """
        scores_sudo = self.sudo().with_context(  # of the visitor's supplier alone
            gift_score_months=MONTHS_SHOWN, gift_score_suppliers=supplier.ids
        )
        months = scores_sudo.search([('supplier_id', '=', supplier.id)], order='month desc, id')
        return [
            {
                'company': company,
                'months': of_company,
                'numbers': of_company._get_numbers(),
                **of_company._get_late_lines(),
            }
            for company, of_company in months.grouped('company_id').items()
        ]

    def _get_recent(self):
        since = fields.Date.today().replace(day=1) - relativedelta(months=SCORE_MONTHS)
        return self.filtered(lambda score: score.month >= since)

    def _get_late_lines(self):
        """Return the newest lines of the past months that were not on time in full."""
        lines = self.env['gift.supplier.score.line']
        recent = self._get_recent()
        if not recent:
            return {'late': lines, 'more': 0}
        late = lines.search(
            [
                ('supplier_id', '=', self.supplier_id.id),
                ('company_id', '=', self.company_id.id),
                ('due_date', '>=', min(recent.mapped('month'))),
                ('is_otif', '=', False),
            ]
        )
        return {'late': late[:LATE_SHOWN], 'more': max(0, len(late) - LATE_SHOWN)}

    # === NUMBERS === #

    def _get_numbers(self):
        """Return ``[{'name', 'value', 'text'}, …]`` of the past months together."""
        sums = self._get_recent()._get_sums()
        if not sums.get('due_count'):
            return []
        return [
            self._tell_otif(sums),
            self._tell_lead(sums),
            self._tell_response(sums),
            self._tell_quality(sums),
            self._tell_price(sums),
        ]

    def _get_sums(self):
        """Return the counts, sums and rates of the months together."""
        names = self._get_sum_names()
        if not self:
            return {}
        values = self._read_group([('id', 'in', self.ids)], [], names)[0]
        keys = [name.partition(':')[0] for name in names]
        return {
            key: int(value) if key.endswith('_count') else value
            for key, value in zip(keys, values, strict=True)
        }

    @api.model
    def _get_sum_names(self):
        return [
            'due_count:sum', 'otif_count:sum', 'otif_rate:avg', 'lead_count:sum', 'lead_mean:avg',
            'lead_variance:avg', 'asked_count:sum', 'in_time_count:sum', 'answered_count:sum',
            'response_mean:avg', 'received_quantity:sum', 'defect_quantity:sum', 'defect_rate:avg',
            'reprint_quantity:sum', 'asked_amount:sum', 'paid_amount:sum', 'price_variance:avg',
        ]  # fmt: skip

    @api.model
    def _format_percent(self, rate, digits=0):
        return f'{formatLang(self.env, 100 * rate, digits=digits)}%'

    def _tell_otif(self, sums):
        return {
            'name': self.env._("On time in full"),
            'value': self._format_percent(sums['otif_rate']),
            'text': self.env._(
                "%(kept)s of %(due)s lines had arrived with all pieces by the day that was promised"
                " first. Pieces that you took back later count as missing, what we took back does"
                " not.",
                kept=sums['otif_count'],
                due=sums['due_count'],
            ),
        }

    def _tell_lead(self, sums):
        if sums['lead_count'] < MIN_LEAD_LINES:
            return {
                'name': self.env._("Lead time"),
                'value': '',
                'text': self.env._(
                    "From our order until the last piece has arrived. Shown from %(wanted)s"
                    " complete lines on; there are %(count)s.",
                    wanted=MIN_LEAD_LINES,
                    count=sums['lead_count'],
                ),
            }
        return {
            'name': self.env._("Lead time"),
            'value': self.env._(
                "%s working days", formatLang(self.env, sums['lead_mean'], digits=1)
            ),
            'text': self.env._(
                "From our order until the last piece has arrived, on average of %(count)s complete"
                " lines. The variance is %(variance)s: the smaller, the better we can plan.",
                count=sums['lead_count'],
                variance=formatLang(self.env, sums['lead_variance'], digits=1),
            ),
        }

    def _tell_response(self, sums):
        value = ''
        if sums['answered_count']:
            value = self.env._("%s hours", formatLang(self.env, sums['response_mean'], digits=1))
        return {
            'name': self.env._("Response"),
            'value': value,
            'text': self.env._(
                "From our order until its last line was answered. %(count)s of %(asked)s orders"
                " were answered in time.",
                count=sums['in_time_count'],
                asked=sums['asked_count'],
            ),
        }

    def _tell_quality(self, sums):
        return {
            'name': self.env._("Faulty pieces"),
            'value': self._format_percent(sums['defect_rate'], 1) if sums['defect_rate'] is not None
            and sums['received_quantity'] else '',
            'text': self.env._(
                "%(faulty)g of %(received)g pieces that arrived were reported as faulty or missing;"
                " %(again)g gifts were made again for it. What was not your fault does not count.",
                faulty=sums['defect_quantity'],
                received=sums['received_quantity'],
                again=sums['reprint_quantity'],
            ),
        }  # fmt: skip

    def _tell_price(self, sums):
        if not sums['asked_amount']:
            return {'name': self.env._("Price"), 'value': '', 'text': self.env._("No price yet.")}
        currency = self.company_id.currency_id
        percent = self._format_percent(sums['price_variance'], 1)
        return {
            'name': self.env._("Price"),
            'value': f'+{percent}' if round(sums['price_variance'], 3) > 0 else percent,
            'text': self.env._(
                "%(paid)s were billed or agreed, our orders said %(asked)s.",
                paid=format_amount(self.env, sums['paid_amount'], currency),
                asked=format_amount(self.env, sums['asked_amount'], currency),
            ),
        }
