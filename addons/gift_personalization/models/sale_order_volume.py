from odoo import api, fields, models

from .guarded import guarded, notify_staff

GROUPED_ABOVE = 5  # orders with more personalised lines get one mail for all of them
INLINE_JOBS = 10  # more jobs than that are made by a scheduled action
CONFIRMATION_GIFTS = 10


class SaleOrder(models.Model):
    """Orders of many gifts: their jobs leave the request, their mails are put together."""

    _inherit = 'sale.order'

    def _gift_is_grouped(self):
        """Return whether the customer is written to about the order instead of each gift."""
        self.ensure_one()
        return len(self.sudo()._gift_get_lines()) > GROUPED_ABOVE

    def _gift_get_open_proofs(self):
        """Return the proofs (sudo) of the order that wait for the customer's answer."""
        self.ensure_one()
        return self.sudo().gift_proof_ids.filtered(lambda proof: proof._can_be_answered())

    def _gift_get_gifts_url(self):
        """Return the address of the page that shows all open proofs of the order."""
        self.ensure_one()
        order_sudo = self.sudo()  # the mail goes to the order's customer
        return f'/my/gifts/order/{self.id}?access_token={order_sudo._portal_ensure_token()}'

    def _gift_start_production(self):
        """Override to leave many jobs to a scheduled action: nobody waits for them."""
        many = self.sudo().filtered(
            lambda order: (
                order.state == 'sale' and len(order.order_line._gift_without_job()) > INLINE_JOBS
            )
        )
        if many:
            self.env.ref('gift_personalization.ir_cron_start_production').sudo()._trigger()
        return super(SaleOrder, self - many)._gift_start_production()

    def _gift_announce_proofs(self):
        """Tell the customer once about all proofs that were sent since the last such mail."""
        self.ensure_one()
        proofs_sudo = self.sudo().gift_proof_ids.filtered('mail_pending')
        proofs_sudo.mail_pending = False
        waiting = proofs_sudo.filtered(lambda proof: proof.state == 'sent')
        if waiting:
            with guarded(self.sudo(), self.env._("A mail to the customer could not be sent")):
                self.env['gift.notice']._send_once(
                    self.sudo(),
                    f'proofs-{max(waiting.ids)}',
                    'gift_personalization.mail_template_proofs_ready',
                )

    def _gift_remind_of_proofs(self):
        """Remind the customer once a day of all gifts of the order that wait."""
        self.ensure_one()
        with guarded(self.sudo(), self.env._("A mail to the customer could not be sent")):
            self.env['gift.notice']._send_once(
                self.sudo(),
                f'proofs-reminder-{fields.Date.context_today(self)}',
                'gift_personalization.mail_template_proofs_reminder',
            )


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_without_job(self):
        """Return the lines that want a job and have none that is open."""
        return self.filtered(
            lambda line: (
                line._gift_needs_job()
                and (not line.gift_job_ids or line.gift_job_ids.stage == 'cancelled')
            )
        )

    @api.model
    def _gift_get_jobless_domain(self):
        return [
            ('state', '=', 'sale'),
            ('gift_revision_id', '!=', False),
            ('display_type', '=', False),
            ('product_uom_qty', '>', 0),
            '|',
            ('gift_job_ids', '=', False),
            ('gift_job_ids.stage', '=', 'cancelled'),
        ]

    @api.model
    def _gift_cron_start_production(self):
        """Scheduled action: make the jobs and proofs of large orders, one transaction each."""
        lines = self.search(self._gift_get_jobless_domain(), order='order_id, id')
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(lines))
        for line in lines:
            line._gift_ensure_jobs()
            if not cron._commit_progress(1):
                return
        self.env.ref('gift_personalization.ir_cron_announce_proofs').sudo()._trigger()


class GiftProof(models.Model):
    _inherit = 'gift.proof'

    mail_pending = fields.Boolean(
        readonly=True, copy=False, help="The customer is told with the other proofs of the order."
    )

    _mail_pending_idx = models.Index('(order_id) WHERE mail_pending IS TRUE')

    def _send_ready_mail(self, kind):
        """Override to put the mails about the proofs of a large order together."""
        if kind != 'ready' or not self.order_id._gift_is_grouped():
            return super()._send_ready_mail(kind)
        self.mail_pending = True
        self.env.ref('gift_personalization.ir_cron_announce_proofs').sudo()._trigger()
        return None

    def _send_reminder(self):
        """Override to remind of all proofs of a large order at once."""
        if self.order_id._gift_is_grouped():
            return self.order_id._gift_remind_of_proofs()
        return super()._send_reminder()

    def _tell_no_answer(self, summary, note):
        """Override to tell the staff about a large order once."""
        if self.order_id._gift_is_grouped():
            return notify_staff(self.order_id.sudo(), summary, note)
        return super()._tell_no_answer(summary, note)

    @api.model
    def _cron_announce(self):
        """Scheduled action: one mail per order whose proofs are all made."""
        orders = self.search([('mail_pending', '=', True)]).order_id
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            if not order.order_line._gift_without_job():
                order._gift_announce_proofs()
            if not cron._commit_progress(1):
                return


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_send_stage_mail(self):
        """Override to tell about a large order once a day and stage, not gift by gift.

        Each recipient's parcel is told, however many gifts the order has.
        """
        order_sudo = self.sudo().order_id
        is_parcel = self.stage == 'shipped' and self.sudo().sale_line_id.gift_parcel_id
        is_large = self.stage in ('in_production', 'shipped') and order_sudo._gift_is_grouped()
        if is_parcel or not is_large:
            return super()._gift_send_stage_mail()
        kind = f'{self.stage}-{fields.Date.context_today(self)}'
        if self.env['gift.notice']._claim(order_sudo, kind):
            return super()._gift_send_stage_mail()
        return None
