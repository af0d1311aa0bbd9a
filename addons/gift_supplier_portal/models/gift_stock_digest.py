from datetime import UTC

from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once
from odoo.addons.gift_personalization.models.working_days import WorkingDays

DEFAULT_HOUR = 7
HOUR = 'gift_supplier_portal.stock_digest_hour'
MAX_ROWS = 50  # of a mail; the rest is a link


class GiftStockDigest(models.Model):
    """What managers were told about the stock on a day: one mail and one activity for each of them.

    The row, the mails and the activities are written in one transaction: a check that is cut off or
    runs twice tells once.
    """

    _name = 'gift.stock.digest'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = 'Stock digest'
    _order = 'date desc, id desc'
    _rec_name = 'date'

    company_id = fields.Many2one('res.company', required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    alert_ids = fields.Many2many('gift.stock.alert', string="Alerts", readonly=True)
    late_ids = fields.Many2many(
        'gift.late.purchase', string="Late purchases", readonly=True,
        groups='purchase.group_purchase_user',
    )  # fmt: skip

    _once = models.UniqueIndex('(company_id, date)')

    # === TELLING === #

    @api.model
    def _send(self, company):
        """Tell the managers of a company what is new or worse, once a day from the hour on."""
        local = fields.Datetime.now().replace(tzinfo=UTC).astimezone(WorkingDays(company).zone)
        if local.hour < self._get_hour():
            return
        alerts_sudo = self.env['gift.stock.alert'].sudo()  # each recipient gets what rules give
        open_alerts = alerts_sudo.search(
            [('company_id', '=', company.id), ('state', 'in', ('open', 'ordered'))]
        )
        news = open_alerts.filtered(lambda alert: alert._is_news())
        late = self.env['gift.late.purchase']._find_news(company)
        told = self._share(news, self._share_late(company, late))
        values = {'company_id': company.id, 'date': local.date()}
        if not told or not insert_once(self.sudo(), values):
            return
        digest_sudo = self.sudo().search(
            [('company_id', '=', company.id), ('date', '=', local.date())]
        )
        digest_sudo.write({'alert_ids': news.ids, 'late_ids': late.ids})
        self._close_earlier(digest_sudo)
        for user, (alerts, purchases) in told.items():
            digest_sudo._tell(user, alerts, purchases)
        late._note_told()
        for level, alerts in news.grouped('level').items():
            alerts.told_level = level
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    @api.model
    def _get_hour(self):
        value = self.env['ir.config_parameter'].sudo().get_param(HOUR)
        return int(value) if value and value.isdecimal() else DEFAULT_HOUR

    @api.model
    def _share(self, alerts, late):
        """Return ``{user: (alerts, late purchases)}``: who is told what.

        Alerts without a rule go to nobody.

        :param dict late: ``{user: late purchases}``.
        """
        told = {}
        for rule, group in alerts.grouped('rule_id').items():
            for user in rule._get_recipients() if rule else ():
                told[user] = told.get(user, alerts.browse()) | group
        none = self.env['gift.late.purchase']
        return {
            user: (told.get(user, alerts.browse()).sorted(), late.get(user, none))
            for user in {**told, **late}
        }

    @api.model
    def _share_late(self, company, purchases):
        """Return ``{user: late purchases}`` of the managers of a company."""
        shares = {
            user: purchases._filter_for(user).sorted()
            for user in (self.env['gift.stock.rule']._get_managers(company) if purchases else ())
        }
        return {user: share for user, share in shares.items() if share}

    def _tell(self, user, alerts, purchases):
        self.ensure_one()
        count, late = len(alerts), len(purchases)
        env = self.with_context(lang=user.lang).env
        if not late:
            summary = env._("Stock alerts: %(count)s", count=count)
        else:
            summary = env._("Stock alerts: %(count)s, late purchases: %(late)s", count=count,
                            late=late)  # fmt: skip
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            'mail.mail_activity_data_todo',
            summary=summary,
            user_id=user.id,
        )
        if not user.email:
            return
        self.env.ref('gift_supplier_portal.mail_template_stock_digest').sudo().with_context(
            lang=user.lang,
            gift_user=user,
            gift_alerts=alerts[:MAX_ROWS],
            gift_more=max(0, count - MAX_ROWS),
            gift_late=purchases[:MAX_ROWS],
            gift_more_late=max(0, late - MAX_ROWS),
        ).send_mail(self.id)

    # === ACTIVITIES === #

    @api.model
    def _close_earlier(self, digest):
        """End what is open of earlier days: the new activity stands for all of it."""
        earlier = self.sudo().search(
            [
                ('company_id', '=', digest.company_id.id),
                ('id', '!=', digest.id),
                ('activity_ids', '!=', False),
            ]
        )
        earlier.activity_unlink(['mail.mail_activity_data_todo'])

    @api.model
    def _close(self, alerts):
        """End the activities of digests of which nothing is open any more.

        :param alerts: gift.stock.alert or gift.late.purchase.
        """
        digests = self.sudo().search(
            [(alerts._snooze_field, 'in', alerts.ids), ('activity_ids', '!=', False)]
        )
        done = digests.filtered(
            lambda digest: (
                'open' not in digest.alert_ids.mapped('state') + digest.late_ids.mapped('state')
            )
        )
        done.activity_unlink(['mail.mail_activity_data_todo'])

    # === THE MAIL === #

    def _get_alert_url(self, alert=None):
        """Return the address of an alert, or of the list, in the back office."""
        self.ensure_one()
        tail = f'/{alert.id}' if alert else ''
        return f'{self.get_base_url()}/odoo/stock-alerts{tail}'

    def _get_late_url(self, purchase=None):
        """Return the address of a late purchase, or of the list, in the back office."""
        self.ensure_one()
        tail = f'/{purchase.id}' if purchase else ''
        return f'{self.get_base_url()}/odoo/late-purchases{tail}'
