from odoo import api, fields, models

from odoo.addons.gift_base.tools import check_signed_token, one_click_headers, signed_token

from .gift_step_mail import NONE, STEPS, USUAL

TEMPLATE = 'gift_personalization.mail_template_order_news'


class SaleOrder(models.Model):
    """Which mails the customer of an order wants, and the mail about what is new."""

    _inherit = 'sale.order'

    gift_mail_steps = fields.Char(copy=False, help="As chosen for this order.")
    gift_step_mail_ids = fields.One2many(
        'gift.step.mail', 'order_id', readonly=True, groups='gift_base.group_staff'
    )

    # === CHOICE === #

    def _gift_get_mail_steps(self):
        """Return the steps of which the customer wants a mail. Proofs are always sent."""
        self.ensure_one()
        order_sudo = self.sudo()
        chosen = order_sudo.gift_mail_steps or order_sudo.partner_id.gift_mail_steps or USUAL
        return {key for key, _label in STEPS if key in chosen.split(',')}

    def _gift_set_mail_steps(self, steps, *, always=False):
        """Keep which mails are wanted, of this order or also of those to come. Call it in sudo."""
        chosen = ','.join(key for key, _label in STEPS if key in steps) or NONE
        self.gift_mail_steps = chosen
        if always:
            self.partner_id.gift_mail_steps = chosen

    def _gift_get_mails_url(self, action=''):
        """Return the signed page on which the mails of the order are chosen."""
        self.ensure_one()
        return f'/gift/mails/{self.id}/{signed_token(self.env, "mails", str(self.id))}{action}'

    @api.model
    def _gift_find_by_mails_token(self, order_id, token):
        """Return the order (sudo) of a signed link, or an empty recordset."""
        orders_sudo = self.sudo()  # the signature is checked first
        if not check_signed_token(self.env, 'mails', str(order_id), token):
            return orders_sudo.browse()
        return orders_sudo.search([('id', '=', order_id), ('state', '!=', 'draft')])

    # === NEWS === #

    def _gift_send_news(self):
        """Write one mail about the steps that wait, as far as they are still wanted. Idempotent."""
        self._gift_lock_rows()
        self.invalidate_recordset(['gift_step_mail_ids', 'gift_mail_steps'])
        waiting = self.gift_step_mail_ids.filtered(lambda row: not row.sent_date)
        waiting.invalidate_recordset(['sent_date'])
        waiting = waiting.filtered(lambda row: not row.sent_date)
        wanted = waiting.filtered(lambda row: row.step in self._gift_get_mail_steps())
        waiting.sent_date = fields.Datetime.now()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not wanted or not template or self.state != 'sale':
            return
        stop = self.get_base_url() + self._gift_get_mails_url('/stop')
        # The mail tells what its reader may see; the caller may be a scheduled action.
        order_su = self.with_user(self.env.ref('base.user_root')).sudo()
        order_su.with_context(
            gift_news_ids=wanted.ids,
            gift_mail_headers=one_click_headers(stop),
            tz=self.partner_id.tz or self._gift_get_zone(),
        ).message_post_with_source(template.sudo(), subtype_xmlid='mail.mt_note', force_send=False)
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _gift_get_news(self):
        """Return ``[(step, jobs), …]`` of the mail that is being written, the last step first."""
        rows = self.gift_step_mail_ids
        ids = self.env.context.get('gift_news_ids')
        rows = rows.filtered(lambda row: row.id in ids) if ids else rows[-1:]
        order = [key for key, _label in STEPS]
        groups = rows.grouped('step').items()
        return [
            (step, found.job_id)
            for step, found in sorted(groups, key=lambda group: -order.index(group[0]))
        ]

    def _gift_get_news_title(self):
        """Return what the mail is about, in the language of its reader."""
        news = self._gift_get_news()
        step, jobs = news[0] if news else ('shipped', self.gift_job_ids)
        many = len(jobs) > 1
        return self._gift_get_step_title(step, many)

    def _gift_get_step_title(self, step, many):
        _ = self.env._
        if step == 'later' and self.gift_promise_change_ids.sorted('id')[-1:].reason == 'earlier':
            one, more = _("Your gift arrives earlier again"), _("Your gifts arrive earlier again")
            return more if many else one
        titles = {
            'in_production': (_("We are making your gift"), _("We are making your gifts")),
            'packed': (_("Your gift is packed"), _("Your gifts are packed")),
            'shipped': (_("Your gift is on its way"), _("Your gifts are on their way")),
            'delivered': (_("Your gift has arrived"), _("Your gifts have arrived")),
            'later': (_("Your gift arrives later"), _("Your gifts arrive later")),
        }
        return titles[step][many]

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """Override of `mail` to let mail programs offer fewer mails like this (RFC 8058)."""
        headers = self.env.context.get('gift_mail_headers')
        if headers:
            additional_values = {**(additional_values or {}), 'headers': dict(headers)}
        return super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values
        )
