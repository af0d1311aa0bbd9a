from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from .guarded import get_staff_user, guarded

ACTIVITY = 'mail.mail_activity_data_todo'
MAX_REMINDERS = 3


class GiftProof(models.Model):
    _inherit = 'gift.proof'

    # === SENDING === #

    def _send(self):
        """Show the proof to the customer and start the reminders. Idempotent."""
        self.ensure_one()
        self._gift_lock()
        if self.state == 'sent':
            return
        if self.order_id.state != 'sale':
            raise UserError(
                self.env._(
                    "The order %(order)s is not confirmed, so there is no proof to send.",
                    order=self.order_id.name,
                )
            )
        self._portal_ensure_token()
        self._gift_update_state(
            'sent',
            sent_date=fields.Datetime.now(),
            reminder_count=0,
            next_reminder_date=self._get_next_reminder_date(),
            deadline_date=self._get_deadline_date(),
            auto_opt_in=False,
        )
        self._close_activities(self.env._("The proof was sent to the customer."))
        job = self._get_job()
        if job:
            job._gift_on_proof_sent(self)
        kind = f'answer-{self.change_date}' if self.change_date else 'ready'
        self._send_ready_mail(kind)

    def _send_ready_mail(self, kind):
        """Hook: write to the customer that the proof is there."""
        self._send_mail(kind, 'gift_personalization.mail_template_proof_ready')

    def _send_answer(self, answer):
        """Show the same version again with an answer to the customer's request.

        :raise UserError: when there is no answer or no request.
        """
        self.ensure_one()
        self._gift_lock()
        if self.state != 'change_requested':
            raise UserError(self.env._("There is no open request to answer. Reload the page."))
        if not (answer or '').strip():
            raise UserError(self.env._("Please write an answer for the customer."))
        self.answer = answer.strip()
        self._send()

    def _send_mail(self, kind, template_xmlid):
        """Send a mail once; a mail that cannot be made never undoes what it tells about."""
        with guarded(self, self.env._("A mail to the customer could not be sent")):
            self.env['gift.notice']._send_once(self, kind, template_xmlid)

    # === REMINDERS === #

    def _get_next_reminder_date(self):
        count = self.revision_id.template_id.reminder_days
        days = self._get_working_days()
        return days.add(days.today(), count) if count > 0 else False

    @api.model
    def _cron_remind(self):
        """Remind customers who have not answered; after the last reminder staff are told.

        Silence is never taken for an approval here, see :meth:`_cron_deadlines`.
        """
        due = self.search(
            [
                ('state', '=', 'sent'),
                ('next_reminder_date', '<=', fields.Date.context_today(self)),
            ],
            order='id',
        )
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(due))
        for proof in due:
            with guarded(proof, self.env._("A reminder could not be sent")):
                proof._remind()
            if not cron._commit_progress(1):
                break

    def _remind(self):
        """Send the next reminder if it is still due. Safe to call twice on one day."""
        self.ensure_one()
        self._gift_lock()
        self.invalidate_recordset(['next_reminder_date', 'reminder_count'])
        today = fields.Date.context_today(self)
        if self.state != 'sent' or not self.next_reminder_date or self.next_reminder_date > today:
            return
        if self.reminder_count >= MAX_REMINDERS:
            self.next_reminder_date = False
            self._tell_no_answer(
                self.env._("The customer does not answer"),
                self.env._(
                    "%(count)s reminders were sent. Please call the customer: the gift is made only"
                    " after the approval.",
                    count=self.reminder_count,
                ),
            )
            return
        self.write(
            {
                'reminder_count': self.reminder_count + 1,
                'next_reminder_date': self._get_next_reminder_date(),
            }
        )
        self._send_reminder()

    def _send_reminder(self):
        """Hook: remind the customer of the proof."""
        self._send_mail(
            f'reminder-{self.sent_date.date()}-{self.reminder_count}',
            'gift_personalization.mail_template_proof_reminder',
        )

    def _tell_no_answer(self, summary, note):
        """Hook: tell the staff that the customer does not answer."""
        self._notify_staff(summary, note)

    # === STAFF === #

    def _get_responsible(self):
        """Return the user who looks after the proof: as set in the settings, or the order desk."""
        parameter = (
            self.env['ir.config_parameter']
            .sudo()
            .get_param(
                'gift_personalization.proof_user_id',
            )
        )
        user = self.env['res.users'].sudo().browse(int(parameter or 0)).exists()
        return user if user.active else get_staff_user(self.sudo())

    def _notify_staff(self, summary, note):
        self.sudo().activity_schedule(  # visitors and customers cannot create activities
            ACTIVITY,
            summary=summary,
            note=plaintext2html(note),
            user_id=self._get_responsible().id,
        )

    def _close_activities(self, feedback):
        self.sudo().activity_feedback([ACTIVITY], feedback=feedback)

    def _post_change_request(self, partner):
        """Tell the staff: an activity and an internal note in the customer's words."""
        text = self.env._(
            "%(customer)s asks for a change of version %(number)s:\n%(comment)s",
            customer=partner.name,
            number=self.number,
            comment=self.change_comment,
        )
        self.message_post(
            body=plaintext2html(text),
            author_id=partner.id,
            subtype_xmlid='mail.mt_note',
        )
        self._notify_staff(self.env._("Change requested"), text)

    # === BUTTONS === #

    def _check_staff(self):
        """Refuse users outside the order desk and proofs that they cannot see.

        :raise AccessError: with a whole sentence.
        """
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('read')

    def action_send(self):
        """Button: show a checked proof to the customer."""
        self._check_staff()
        for proof in self.sudo():  # nobody has the right to write proofs
            if proof.state != 'to_check':
                raise UserError(
                    proof.env._(
                        "%(name)s was sent already. Reload the page to see its state.",
                        name=proof.display_name,
                    )
                )
            proof._send()
        return True

    def action_preview(self):
        """Button: open the page as the customer sees it."""
        self.ensure_one()
        self._check_staff()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': self.sudo().get_portal_url()}

    def action_compare(self):
        """Button: compare this version with the ones before it."""
        action = self.action_preview()
        return {**action, 'url': f"{action['url']}#gift_compare"}

    def action_correct(self):
        """Button: open the wizard that makes a new version."""
        self.ensure_one()
        self._check_staff()
        return self._prepare_wizard_action('gift.design.change', self.env._("Correct the design"))

    def action_upload(self):
        """Button: replace the design of a surface by a corrected file."""
        self.ensure_one()
        self._check_staff()
        return self._prepare_wizard_action(
            'gift.proof.artwork', self.env._("Upload a corrected file")
        )

    def action_answer(self):
        """Button: answer a request for a change without a new version."""
        self.ensure_one()
        self._check_staff()
        return self._prepare_wizard_action('gift.proof.answer', self.env._("Answer the customer"))

    def _prepare_wizard_action(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_proof_id': self.id},
        }
