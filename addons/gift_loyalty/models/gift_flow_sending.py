from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.gift_base.insert import insert_once
from odoo.addons.gift_base.tools import check_signed_token, signed_token

TRIES = 5


class GiftFlowSending(models.Model):
    """A mail of a flow to somebody, each step once; its trace tells what became of it."""

    _name = 'gift.flow.sending'
    _description = 'Mail of a flow'
    _order = 'id desc'
    _rec_name = 'email'

    run_id = fields.Many2one(
        'gift.flow.run', required=True, index=True, ondelete='cascade', readonly=True
    )
    flow_id = fields.Many2one(related='run_id.flow_id')
    step_id = fields.Many2one('gift.flow.step', ondelete='set null', readonly=True)
    variant_id = fields.Many2one(
        'gift.flow.variant', ondelete='set null', index='btree_not_null', readonly=True
    )
    email = fields.Char(string="Mail address", required=True, readonly=True)
    is_capped = fields.Boolean(readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    trace_id = fields.Many2one('mailing.trace', readonly=True, ondelete='set null')
    trace_status = fields.Selection(related='trace_id.trace_status', string="State")
    open_datetime = fields.Datetime(related='trace_id.open_datetime')
    links_click_datetime = fields.Datetime(related='trace_id.links_click_datetime')

    _once = models.UniqueIndex('(run_id, step_id)')
    _cap_idx = models.Index('(email, date)')

    @api.model
    def _send(self, run):
        """Queue the mail of a run's step, unless it was queued before."""
        variant = run.step_id._choose_variant(run.email)
        if not variant or not self._claim(run, variant):
            return
        run.invalidate_recordset(['sending_ids'])
        sending = self.search([('run_id', '=', run.id), ('step_id', '=', run.step_id.id)])
        mail_sudo = self.env['mail.mail'].sudo().create(sending._prepare_mail(variant))
        sending.trace_id = (
            self.env['mailing.trace']
            .sudo()
            .create(
                {
                    'mail_mail_id': mail_sudo.id,
                    'email': run.email,
                    'message_id': mail_sudo.message_id,
                    'model': run._name,
                    'res_id': run.id,
                }
            )
        )
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    @api.model
    def _claim(self, run, variant):
        return insert_once(
            self,
            {
                'run_id': run.id,
                'step_id': run.step_id.id,
                'variant_id': variant.id,
                'email': run.email,
                'is_capped': run.flow_id.is_capped,
                'date': fields.Datetime.now(),
            },
        )

    def _prepare_mail(self, variant):
        self.ensure_one()
        run = self.run_id
        lang = run.flow_id._get_lang(run)
        base_url = run.get_base_url()
        translated = variant.with_context(lang=lang)
        values = run.flow_id.with_context(lang=lang)._get_values(run.with_context(lang=lang))
        values['link'] = base_url + self._get_click_path()
        foot = translated.env['ir.qweb']._render(
            'gift_loyalty.flow_foot', run.flow_id._get_foot(run, base_url)
        )
        subject, body = translated._render(values, foot)
        return {
            'subject': subject,
            'body_html': body,
            'email_from': self.env.company.email_formatted or self.env.user.email_formatted,
            'email_to': False if run.partner_id else run.email,
            'recipient_ids': [Command.set(run.partner_id.ids)],
            'auto_delete': True,
            'gift_purpose_id': run.flow_id.purpose_id.id,
            'gift_sending_id': self.id,
        }

    # === CLICKS === #

    def _get_click_path(self):
        """Return the path of the mail's button: it counts the click and leads on."""
        self.ensure_one()
        return f'/gift/go/{self.id}/{signed_token(self.env, "flow-click", str(self.id))}'

    @api.model
    def _find_by_click(self, sending_id, token):
        """Return the sending (sudo) of a button, empty for a wrong link."""
        is_signed = check_signed_token(self.env, 'flow-click', str(sending_id), token)
        found_sudo = self.sudo().browse(sending_id)  # signed
        return found_sudo.exists() if is_signed else found_sudo.browse()

    def _note_click(self):
        """Note on the trace (sudo) that somebody came by the button, the first time.

        One for each mail: what is counted are people, not clicks.
        """
        traces_sudo = self.trace_id.filtered(lambda trace: not trace.links_click_datetime)
        traces_sudo.set_opened()
        traces_sudo.set_clicked()

    # === MAIL TROUBLE === #

    @api.model
    def _cron_retry(self):
        """Queue again what the mail server did not take; Odoo itself would leave it.

        Only mails that never left: a connection that failed.
        """
        since = fields.Datetime.now() - timedelta(days=3)
        failed_sudo = (
            self.env['mail.mail']
            .sudo()
            .search(
                Domain('state', '=', 'exception')
                & Domain('failure_type', '=', 'mail_smtp')
                & Domain('gift_purpose_id', '!=', False)
                & Domain('create_date', '>', since)
                & Domain('gift_tries', '<', TRIES)
            )
        )
        for mail_sudo in failed_sudo:
            mail_sudo.write({'state': 'outgoing', 'gift_tries': mail_sudo.gift_tries + 1})
        if failed_sudo:
            self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()


class MailMail(models.Model):
    _inherit = 'mail.mail'

    gift_sending_id = fields.Many2one(
        'gift.flow.sending', index='btree_not_null', ondelete='set null'
    )
    gift_tries = fields.Integer(default=0)

    def _prepare_outgoing_body(self):
        """Override of `mass_mailing` to see, by Odoo's own means, that a mail was opened."""
        body = super()._prepare_outgoing_body()
        if body and self.gift_sending_id:
            pixel = f'<img src="{self._get_tracking_url()}" alt=""/>'
            body = body.__class__(body.replace('</body>', f'{pixel}</body>', 1))
        return body

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Override of `mass_mailing` to note on a flow's mail what became of it.

        Mails that another process has sent and deleted meanwhile do not stop the queue.
        """
        mails = self.exists()
        if not mails:
            return True
        traces = mails.sudo().gift_sending_id.trace_id
        if failure_type:
            traces.set_failed(failure_type=failure_type)
        else:
            traces.set_sent()
        return super(MailMail, mails)._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
