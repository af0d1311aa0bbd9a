from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_time

from .promise_planner import Planner

DEFAULT_CUTOFF = 12.0
CUTOFF = 'gift_personalization.cutoff_hour'


class GiftPromise(models.AbstractModel):
    """When gifts arrive: the engine's plan, fed with the shop's calendar, load and settings."""

    _name = 'gift.promise'
    _description = 'Promised dates'

    # === PLANNING === #

    @api.model
    def _open_planner(self, company, methods):
        """Return a planner for gifts of a company that are made with these print methods."""
        return Planner(self.env, company.sudo(), methods.sudo())

    @api.model
    def _plan_product(self, product, quantity, company, carrier):
        """Return the plan of a product that is ordered now, or ``None``; writes nothing."""
        template_sudo = product.product_tmpl_id.sudo().gift_template_id
        planner = self._open_planner(company, template_sudo.surface_ids.method_id)
        policy = product.product_tmpl_id._gift_get_proof_policy(template_sudo)
        facts = product._gift_prepare_facts(template_sudo, quantity)
        facts |= product._gift_prepare_blank(quantity, company)
        facts |= self._prepare_waits(template_sudo, policy)
        return planner.plan(facts, template_sudo.surface_ids.method_id, carrier)

    @api.model
    def _prepare_waits(self, template, policy):
        """Return what the plan waits for before a gift of that proof policy may be made."""
        return {
            'check_days': template.check_days if policy == 'staff' else 0,
            'answer_days': template.answer_days if policy != 'none' else 0,
        }

    @api.model
    def _get_cutoff(self):
        """Return the hour of the shop's day until which orders count the same day."""
        value = self.env['ir.config_parameter'].sudo().get_param(CUTOFF)
        return float(value) if value not in (None, False, '') else DEFAULT_CUTOFF

    # === WORDS === #

    @api.model
    def _format_day(self, day):
        """Return the day in the language of the page: “Thu 3 Dec”."""
        return self.env['ir.qweb.field.date'].value_to_html(day, {'format': 'EEE d MMM'})

    @api.model
    def _format_cutoff(self):
        hours = self._get_cutoff()
        moment = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        moment += timedelta(minutes=min(round(hours * 60), 24 * 60 - 1))
        return format_time(self.env, moment.time(), time_format='short')

    @api.model
    def _explain(self, plan, carrier=None):
        """Return the steps of a plan as sentences: ``[(kind, sentence), …]``."""
        sentences = [(step.kind, self._explain_step(step, carrier)) for step in plan.steps]
        return [(kind, text) for kind, text in sentences if text]

    @api.model
    def _explain_step(self, step, carrier):
        words = {
            'first': self._format_day(step.first),
            'last': self._format_day(step.last),
            'days': step.days,
        }
        return getattr(self, f'_explain_{step.kind}')(step, words, carrier)

    @api.model
    def _explain_ordered(self, _step, words, _carrier):
        return self.env._(
            "Your order counts from %(first)s. Orders until %(time)s count the same working day.",
            first=words['first'],
            time=self._format_cutoff(),
        )

    @api.model
    def _explain_check(self, _step, words, _carrier):
        return self.env._("We check your design and send you the proof by %(last)s.", **words)

    @api.model
    def _explain_answer(self, _step, words, _carrier):
        return self.env._(
            "You approve the proof by %(last)s. If you answer later, it arrives later.", **words
        )

    @api.model
    def _explain_blank(self, _step, words, _carrier):
        return self.env._("The product itself is here by %(last)s.", **words)

    @api.model
    def _explain_made(self, step, words, _carrier):
        if step.first == step.last:
            text = self.env._("It is made on %(last)s.", **words)
        else:
            text = self.env._("It is made from %(first)s to %(last)s.", **words)
        if step.is_busy:
            busy = self.env._("The days before are fully booked.")
            return f"{text} {busy}"
        return text

    @api.model
    def _explain_finished(self, _step, words, _carrier):
        return self.env._("Finished, packed and handed over on %(last)s.", **words)

    @api.model
    def _explain_arrival(self, step, words, carrier):
        if not carrier:
            return ''
        words['carrier'] = carrier.sudo().name
        if step.first == step.last:
            return self.env._("%(carrier)s: it arrives on %(last)s.", **words)
        return self.env._(
            "%(carrier)s: it arrives between %(first)s and %(last)s.",
            **words,
        )
