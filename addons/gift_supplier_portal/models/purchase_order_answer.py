from datetime import UTC, datetime, time, timedelta

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.gift_personalization.models.working_days import WorkingDays

ANSWER_STATES = [
    ('open', "To be answered"),
    ('proposed', "Proposals to decide"),
    ('done', "Agreed"),
]
DEFAULT_HOURS = 24
ORDERS_PER_RUN = 200


class PurchaseOrder(models.Model):
    """How far the supplier's answer is, reminders, and who decides."""

    _inherit = 'purchase.order'

    gift_answer_state = fields.Selection(
        ANSWER_STATES, string="Supplier's answer", readonly=True, copy=False, index=True
    )
    gift_answer_due = fields.Datetime(string="Answer due", readonly=True, copy=False, index=True)
    gift_reminders = fields.Integer(string="Reminders", readonly=True, copy=False)
    gift_decision_activity_id = fields.Many2one(
        'mail.activity', readonly=True, copy=False, ondelete='set null', index='btree_not_null',
        help="Asks the buyer to decide; it ends with the last decision.",
    )  # fmt: skip

    def button_approve(self, force=False):
        """Override of `purchase` to keep what was ordered and until when we want an answer."""
        result = super().button_approve(force=force)
        for order in self.filtered(lambda order: order.state == 'purchase'):
            order._gift_get_shown_lines()._gift_keep_request()
            hours = order.partner_id.commercial_partner_id.gift_answer_hours or DEFAULT_HOURS
            order.gift_answer_due = fields.Datetime.now() + timedelta(hours=hours)
            order.gift_reminders = 0
            order._gift_update_answer_state()
        return result

    def _gift_has_contacts(self):
        """Return whether somebody of the supplier can answer on our pages."""
        self.ensure_one()
        return bool(self.env['gift.supplier.contact']._get_for_order(self))

    def _gift_update_answer_state(self):
        """Store how far the answer is, by the lines; empty for suppliers without a contact."""
        self.ensure_one()
        states = {line._gift_get_answer_state() for line in self._gift_get_shown_lines()}
        if self.state != 'purchase' or not (self.gift_answer_ids or self._gift_has_contacts()):
            state = False
        else:
            state = next((name for name in ('proposed', 'open') if name in states), 'done')
        if self.gift_answer_state != state:
            self.gift_answer_state = state
        if state != 'proposed':
            activity_sudo = self.gift_decision_activity_id.sudo()  # made for nothing else
            activity_sudo.filtered('active').unlink()

    def _gift_schedule_decision(self, proposals):
        """Give the buyer one activity with all that is to be decided about the order."""
        self.ensure_one()
        user = self.user_id or self.env.ref('base.user_admin')
        if self.gift_decision_activity_id.active:
            return
        rows = [
            Markup("<li>%s: %s<br/><em>%s</em></li>")
            % (line.purchase_line_id.name, line.summary, line.reason or '')
            for line in proposals.with_context(lang=user.lang)
        ]
        self.gift_decision_activity_id = self.activity_schedule(
            'mail.mail_activity_data_todo',
            summary=self.with_context(lang=user.lang).env._(
                "Decide about the supplier's proposals"
            ),
            note=Markup("<ul>%s</ul>") % Markup().join(rows),
            user_id=user.id,
        )

    # === REMINDERS === #

    @api.model
    def _gift_cron_remind(self):
        """Scheduled action: remind suppliers once, then tell the buyer."""
        orders = self.search(
            [
                ('gift_answer_state', '=', 'open'),
                ('state', '=', 'purchase'),
                ('gift_answer_due', '<=', fields.Datetime.now()),
                ('gift_reminders', '<', 2),
            ],
            order='gift_answer_due, id',
            limit=ORDERS_PER_RUN,
        )
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            order._gift_remind()
            if not cron._commit_progress(1):
                break

    def _gift_remind(self):
        """Remind the contacts; the second time, the buyer is told instead. Each happens once."""
        self.ensure_one()
        self._gift_lock_answers()
        self._gift_update_answer_state()
        if self.gift_answer_state != 'open':
            return
        hours = self.partner_id.commercial_partner_id.gift_answer_hours or DEFAULT_HOURS
        self.gift_reminders += 1
        self.gift_answer_due = fields.Datetime.now() + timedelta(hours=hours)
        if self.gift_reminders == 1:
            for contact in self.env['gift.supplier.contact']._get_for_order(self):
                self.env['gift.supplier.access']._send_link(
                    contact, self, template='mail_template_reminder'
                )
        else:
            self.activity_schedule(
                'mail.mail_activity_data_warning',
                summary=self.env._("The supplier does not answer"),
                note=self.env._(
                    "%(supplier)s was reminded and has not answered %(order)s. Please call.",
                    supplier=self.partner_id.name,
                    order=self.name,
                ),
                user_id=(self.user_id or self.env.ref('base.user_admin')).id,
            )


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_answer_line_ids = fields.One2many(
        'gift.supplier.answer.line', 'purchase_line_id', string="Answers", readonly=True
    )

    def _gift_to_moment(self, date):
        """Return noon of a date as the naive UTC moment that is stored, in the company's zone."""
        zone = WorkingDays(self.company_id).zone
        local = datetime.combine(date, time(12), tzinfo=zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def _gift_get_asked(self):
        """Return what we ask for now: ``quantity``, ``date`` and ``price``."""
        self.ensure_one()
        planned = self.date_planned or self.order_id.date_planned or fields.Datetime.now()
        return {
            'quantity': self.product_qty,
            'date': WorkingDays(self.company_id).to_date(planned),
            'price': self.price_unit,
        }

    def _gift_get_answer(self):
        """Return the newest answer to the line."""
        self.ensure_one()
        answers = self.gift_answer_line_ids
        # A slice forgets what is read together: the answers of all lines, in one query.
        return answers.sorted('id')[-1:].with_prefetch(answers._prefetch_ids)

    def _gift_get_answer_state(self):
        """Return ``open``, ``proposed``, ``agreed``, ``declined`` or ``closed``.

        A line is open again when we rejected a proposal or have changed what we ask for.
        """
        self.ensure_one()
        answer = self._gift_get_answer()
        if answer.state == 'proposed':
            return 'proposed'
        if answer.state == 'accepted' and answer.kind in ('decline', 'substitute'):
            return 'declined'
        if self.product_uom_id.compare(self.product_qty, self.qty_received) <= 0:
            return 'closed'
        if answer.state == 'accepted' and self._gift_is_agreed(answer):
            return 'agreed'
        is_offered = self.gift_defect_id and self.gift_promised_date and not answer
        return 'agreed' if is_offered else 'open'  # a replacement needs no further answer

    def _gift_is_agreed(self, answer):
        """Return whether what we ask for still is what was agreed."""
        asked = self._gift_get_asked()
        return all(
            (self.product_uom_id.compare(answer.quantity, asked['quantity']) == 0,
             answer.date == asked['date'],
             self.currency_id.compare_amounts(answer.price, asked['price']) == 0)
        )  # fmt: skip

    def _gift_may_be_substituted(self):
        """Return whether another product may be bought instead: not for a customer's order."""
        self.ensure_one()
        return not self._gift_get_sale_lines()

    # === CUSTOMERS === #

    def _gift_get_sale_lines(self):
        """Return the customers' order lines (sudo) that the purchase is for."""
        self.ensure_one()
        line_sudo = self.sudo()  # buyers need no rights on orders to know what waits for them
        moves = line_sudo.move_dest_ids | line_sudo.move_ids.move_dest_ids
        seen = moves.browse()
        while moves - seen:
            seen |= moves
            moves = moves.move_dest_ids
        return line_sudo.sale_line_id | line_sudo.gift_sale_line_id | seen.sale_line_id

    def _gift_get_effects(self, answer):
        """Return what a proposal does to customers' promises, one entry for each order.

        Writes nothing: the plan is made with the proposed day.

        :return: ``[{'order', 'promised', 'planned', 'is_late', 'text'}, …]``, dates of customers.
        """
        self.ensure_one()
        effects = []
        for order, lines in self._gift_get_sale_lines().grouped('order_id').items():
            if not order.commitment_date or order.state != 'sale':
                continue
            promised = WorkingDays(order.company_id).to_date(order.commitment_date)
            planned = self._gift_plan_with(order, lines, answer)
            is_late = not planned or planned > promised
            effects.append(
                {
                    'order': order,
                    'promised': promised,
                    'planned': planned,
                    'is_late': is_late,
                    'text': self._gift_tell_effect(order, promised, planned, is_late),
                }
            )
        return effects

    def _gift_plan_with(self, order, lines, answer):
        """Return the day on which the lines arrive with a proposal, ``None`` when never."""
        if answer.kind == 'decline' or answer.quantity < answer.asked_quantity:
            return None
        if self.order_id._is_dropshipped():
            return answer.date
        dates = {line.id: answer.date for line in lines}
        planned = order.with_context(gift_review=True, gift_blank_dates=dates)
        gifts = planned.order_line.filtered(lambda line: line in lines)
        _planner, plans = planned._gift_plan(gifts)
        if not all(plans.values()):
            return None
        return max((plan.arrival[1] for plan in plans.values()), default=answer.date)

    def _gift_tell_effect(self, order, promised, planned, is_late):
        names = {'order': order.name, 'promised': promised, 'planned': planned}
        if not is_late:
            return self.env._("%(order)s still arrives by %(promised)s.", **names)
        if not planned:
            return self.env._("%(order)s, promised for %(promised)s, could not be made.", **names)
        return self.env._(
            "%(order)s would arrive on %(planned)s, promised is %(promised)s.", **names
        )


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_blank_date(self):
        """Override to plan with a day that a supplier proposes."""
        dates = self.env.context.get('gift_blank_dates') or {}
        return dates.get(self.id) or super()._gift_get_blank_date()
