from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gift_base.tools import check_signed_token, signed_token
from odoo.addons.gift_personalization.models.guarded import guarded

PURPOSE = 'occasion'
TEMPLATE = 'gift_loyalty.mail_template_occasion'
BATCH = 100
FALLBACK_DAYS = 7  # working days before, where no gift of last time tells more


class GiftOccasion(models.Model):
    """The one reminder of a year, with the gift of last time and by when to order it."""

    _inherit = 'gift.occasion'

    @api.model
    def _cron_remind(self):
        """Send the reminders of today; each year once, however often and wherever it runs."""
        cron, last = self.env['ir.cron'], 0
        due = Domain('remind_on', '<=', self._get_today())
        cron._commit_progress(remaining=self.search_count(due))
        while batch := self.search(due & Domain('id', '>', last), order='id', limit=BATCH):
            for occasion in batch:
                with guarded(occasion.partner_id, self.env._("An occasion was not reminded of")):
                    occasion._remind()
                if not cron._commit_progress(1):
                    return
            last = batch[-1].id

    def _remind(self):
        """Send the reminder that is due and plan the next; of two callers one sends it."""
        self.ensure_one()
        # The second caller fails on this row, is run again and finds the next year planned.
        self.env.cr.execute(
            SQL("UPDATE gift_occasion SET write_date = write_date WHERE id = %s", self.id)
        )
        self.invalidate_recordset()
        if not self.remind_on or self.remind_on > self._get_today():
            return
        date = self._get_date()
        is_late = date < self._get_today()  # no job ran for weeks
        if not is_late and self.env['gift.notice']._claim(self, f'occasion-{date.year}'):
            self._send(date)
        self._schedule()

    def _send(self, date):
        template = self.env.ref(TEMPLATE).with_context(gift_occasion_date=date)
        self.partner_id._gift_send_mail(template, self, PURPOSE)

    def _get_mail_date(self):
        """Return the date that the mail is about."""
        return self.env.context.get('gift_occasion_date') or self.next_date

    def _get_past_line(self):
        """Return the line (sudo) of the gift of last time, if the customer can design it again."""
        self.ensure_one()
        line_sudo = self.sudo().line_id
        is_own = line_sudo.order_partner_id == self.partner_id and line_sudo.state == 'sale'
        return line_sudo if is_own and line_sudo.gift_revision_id else line_sudo.browse()

    def _get_order_by(self, date):
        """Return the last day on which to order so that it arrives by ``date``, or ``None``.

        Of the gift of last time the planner says it; else some working days before.
        """
        self.ensure_one()
        company = self.env.company.sudo()
        line_sudo = self._get_past_line()
        template_sudo = line_sudo.product_id.product_tmpl_id.gift_template_id
        promises = self.env['gift.promise']
        planner = promises._open_planner(company, template_sudo.surface_ids.method_id)
        if not template_sudo:
            return planner.days.back(date, FALLBACK_DAYS)
        policy = line_sudo.product_id.product_tmpl_id._gift_get_proof_policy(template_sudo)
        facts = {
            **line_sudo.product_id._gift_prepare_facts(template_sudo, 1),
            **promises._prepare_waits(template_sudo, policy),
        }
        carrier = self.env['delivery.carrier']._gift_get_usual(
            self.env['website'].sudo().search([('company_id', '=', company.id)], limit=1)
        )
        plan = planner.plan(facts, template_sudo.surface_ids.method_id, carrier, arrive_by=date)
        return plan and plan.order_by

    # === LINKS === #

    def _get_silence_path(self):
        """Return the path that stops the reminders of this occasion alone."""
        self.ensure_one()
        token = signed_token(self.env, 'occasion', f'{self.id}:{self.partner_id.id}')
        return f'/gift/occasion/{self.id}/{token}'

    @api.model
    def _find_by_link(self, occasion_id, token):
        """Return the occasion (sudo) of a link, empty when it opens nothing."""
        found_sudo = self.sudo().browse(occasion_id).exists()  # signed, see the next line
        value = f'{occasion_id}:{found_sudo.partner_id.id}'
        return (
            found_sudo if check_signed_token(self.env, 'occasion', value, token) else found_sudo[:0]
        )
