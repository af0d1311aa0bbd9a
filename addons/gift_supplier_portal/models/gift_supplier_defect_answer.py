from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gift_personalization.models.working_days import WorkingDays

ANSWERS = [
    ('replacement', "Replacement"),
    ('credit', "Credit"),
    ('disputed', "Disputed"),
]
ANSWER_HOURS = 48
DEFECTS_PER_RUN = 200


class GiftSupplierDefect(models.Model):
    """What the supplier says about a defect, and reminders of who says nothing."""

    _inherit = 'gift.supplier.defect'

    answer = fields.Selection(ANSWERS, string="Supplier's answer", readonly=True)
    answer_date = fields.Date(string="Replacement by", readonly=True)
    answer_reason = fields.Char(string="Supplier's reason", readonly=True)
    answered_by = fields.Char(string="Answered by", readonly=True)
    answered_at = fields.Datetime(string="Answered on", readonly=True)
    reminders = fields.Integer(readonly=True)
    reminder_due = fields.Datetime(string="Answer due", readonly=True, index=True)

    def _answer(self, contact, kind, *, date=None, reason=''):
        """Keep what the supplier's contact says. Of two simultaneous answers the first one counts.

        :param str kind: one of ``ANSWERS``.
        :param date: until when a replacement arrives.
        :raise UserError: with what is missing.
        """
        self.ensure_one()
        self.order_id._gift_lock_answers()
        self._gift_lock()
        if self.state != 'reported':
            raise UserError(self.env._("This defect was answered or decided already."))
        self._check_answer(kind, date, reason)
        self._gift_update_state(
            'answered',
            answer=kind,
            answer_date=date if kind == 'replacement' else False,
            answer_reason=reason,
            answered_by=contact.partner_id.name,
            answered_at=fields.Datetime.now(),
            reminder_due=False,
        )
        kinds = dict(self._fields['answer']._description_selection(self.env))
        self._log(
            self.env._(
                "%(name)s has answered: %(answer)s %(reason)s",
                name=contact.partner_id.name,
                answer=kinds[kind],
                reason=reason,
            )
        )
        self.order_id._gift_schedule_defect_decision()

    def _check_answer(self, kind, date, reason):
        if kind not in dict(ANSWERS):
            raise UserError(self.env._("Please choose an answer."))
        if kind == 'disputed' and not reason:
            raise UserError(self.env._("Please say why it is not your fault."))
        if kind == 'replacement' and (not date or date < WorkingDays(self.company_id).today()):
            raise UserError(self.env._("Please enter the day by which the replacement arrives."))

    # === MAILS === #

    def _ask_supplier(self):
        """Mail the supplier's contacts, and note until when an answer is expected."""
        self.ensure_one()
        self.reminder_due = fields.Datetime.now() + timedelta(hours=ANSWER_HOURS)
        self._mail_contacts('mail_template_defect')

    def _mail_contacts(self, template):
        """Mail each contact once; the link in it leads to the defect."""
        self.ensure_one()
        for contact_sudo in self.env['gift.supplier.contact']._get_for_order(self.order_id):
            self.env['gift.supplier.access']._send_link(
                contact_sudo, self.order_id, template=template,
                gift_defect={
                    'id': self.id,
                    'name': self.name,
                    'text': self._get_sentence(),
                    'note': self.note or '',
                    'reminder': bool(self.reminders),
                    'decision': self.decision or '',
                    'decision_note': self.decision_note or '',
                },
            )  # fmt: skip

    # === REMINDERS === #

    @api.model
    def _cron_follow(self):
        """Scheduled action: remind suppliers once, then tell the buyer; close what is settled."""
        waiting = self.search(
            [
                ('state', '=', 'reported'),
                ('reminders', '<', 2),
                ('reminder_due', '<=', fields.Datetime.now()),
            ],
            order='reminder_due, id',
            limit=DEFECTS_PER_RUN,
        )
        open_ones = self.search([('state', '=', 'decided')], order='id', limit=DEFECTS_PER_RUN)
        settled = open_ones.filtered(lambda defect: defect._is_settled())
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(waiting) + len(settled))
        steps = [*((defect, defect._remind) for defect in waiting)]
        steps += [(defect, defect._close) for defect in settled]
        for _defect, step in steps:
            step()
            if not cron._commit_progress(1):
                break

    def _remind(self):
        """Remind the contacts; the second time, the buyer is told instead. Each happens once."""
        self.ensure_one()
        self.order_id._gift_lock_answers()
        self.invalidate_recordset(['state', 'reminders'])
        if self.state != 'reported' or self.reminders >= 2:
            return
        self.reminders += 1
        if self.reminders == 1:
            self._ask_supplier()
        else:
            self.reminder_due = False
            self.order_id._gift_schedule_defect_decision()


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    gift_defect_ids = fields.One2many(
        'gift.supplier.defect', 'order_id', string="Defects", readonly=True,
        groups='purchase.group_purchase_user,stock.group_stock_user',
    )  # fmt: skip

    def _gift_schedule_defect_decision(self):
        """Give the buyer one activity for all defects of the order that are to be decided."""
        self.ensure_one()
        summary = self.env._("Decide about defects")
        if summary not in self.activity_ids.mapped('summary'):
            self.activity_schedule(
                'mail.mail_activity_data_todo',
                summary=summary,
                user_id=(self.user_id or self.env.ref('base.user_admin')).id,
            )
