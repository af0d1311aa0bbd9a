from odoo import fields, models
from odoo.tools.misc import format_date

from .guarded import guarded


class SaleOrder(models.Model):
    """The promise: planned at confirmation, planned again when something has become different.

    `commitment_date` is the one promised date. A date that a person has set by hand is left alone;
    the shop is told when the plan says something later.
    """

    _inherit = 'sale.order'

    gift_first_promise = fields.Datetime(
        string="First promised",
        readonly=True,
        copy=False,
        help="What was promised at the confirmation. It never changes.",
    )
    gift_planned_promise = fields.Datetime(
        readonly=True, copy=False, help="The promised date as it was planned last."
    )

    # === PLANNING === #

    def _gift_plan(self, lines, carrier=None, also=None):
        """Return ``(planner, {line: plan or None})`` of gifts as they stand now; writes nothing.

        :param also: lines that the planner will be asked about later.
        """
        self.ensure_one()
        every = lines | also if also else lines
        methods = every._gift_get_used_methods()
        used = self.env['gift.print.method'].union(*methods.values())
        planner = self.env['gift.promise']._open_planner(self.company_id, used)
        if self.env.context.get('gift_review'):
            planner.begin_today()
        planner.methods = methods
        planner.blanks = every._gift_prepare_blanks()
        planner.forget(every.sudo().gift_booking_ids)
        return planner, self._gift_plan_lines(planner, lines, carrier or self.carrier_id)

    def _gift_plan_lines(self, planner, lines, carrier, *, is_free=False, only=None):
        """Return ``{line: plan or None}``, planned one after the other.

        Lines with a wanted date come first, the earliest date before; what cannot be there by
        then is planned as soon as possible, like the others.

        :param carrier: delivery.carrier of lines whose parcel has no method of its own.
        :param bool is_free: plan all as soon as possible.
        :param only: delivery.carrier that all of the lines are planned with.
        """
        ways = {line: only or line._gift_get_carrier(carrier) for line in lines}
        wanted = {} if is_free else {line: line._gift_get_wanted_date() for line in lines}
        dated = sorted((day, line.id) for line, day in wanted.items() if day)
        plans = {}
        for day, line_id in dated:
            line = lines.browse(line_id)
            plans[line] = self._gift_plan_line(planner, line, ways[line], day)
        for line in lines:
            if not plans.get(line):
                plans[line] = self._gift_plan_line(planner, line, ways[line])
        return {line: plans[line] for line in lines}

    def _gift_plan_line(self, planner, line, carrier, day=None):
        methods = planner.methods[line] if line._gift_is_to_be_made() else ()
        facts = {**line._gift_prepare_facts(), **planner.blanks.get(line, {})}
        return planner.plan(facts, methods, carrier, day)

    def _gift_to_moment(self, planner, day):
        """Return the promised day as the naive UTC moment that is stored."""
        return planner.ways.to_moment(day)

    def _gift_book(self, lines):
        """Book the lines' pieces on the next free days.

        :return: the moment by which all of them arrive, or ``None`` when there is no room for one.
        """
        lines._gift_release_bookings()
        planner, plans = self._gift_plan(lines)
        for line, plan in plans.items():
            line.gift_promise_date = plan.arrival[1] if plan else False
            if plan:
                planner.book(line, plan)
        if not plans or not all(plans.values()):
            return None
        return self._gift_to_moment(planner, max(plan.arrival[1] for plan in plans.values()))

    # === CONFIRMATION === #

    def action_confirm(self):
        """Override of `sale` to promise a date first: goods are ordered for it."""
        self._gift_promise()
        return super().action_confirm()

    def _gift_promise(self):
        """Book the pieces of the gifts and promise their arrival. Never raises."""
        for order_sudo in self.sudo().filtered(lambda o: o.state in ('draft', 'sent')):
            lines = order_sudo._gift_get_lines().filtered(lambda line: line._gift_needs_job())
            if lines:
                with guarded(order_sudo, self.env._("No date could be promised")):
                    order_sudo._gift_promise_for(lines)

    def _gift_promise_for(self, lines):
        arrival = self._gift_book(lines)
        by_hand = self.commitment_date and self.commitment_date != self.gift_planned_promise
        promised = self.commitment_date if by_hand else arrival
        if not promised:
            return
        self.with_context(gift_planned=True).write(
            {
                'commitment_date': promised,
                'gift_planned_promise': arrival,
                'gift_first_promise': self.gift_first_promise or promised,
            }
        )
        if arrival and by_hand and arrival > promised:
            self._gift_post_plan(arrival)

    def _gift_warn_about_plan(self, arrival):
        """Tell the shop once that a date set by hand is earlier than the plan."""
        if self.gift_planned_promise != arrival:
            self.gift_planned_promise = arrival
            self._gift_post_plan(arrival)

    def _gift_post_plan(self, arrival):
        self._gift_post_note(
            self.env._(
                "By the plan the gifts arrive on %(planned)s. The date promised by hand is"
                " %(promised)s.",
                planned=format_date(self.env, arrival),
                promised=format_date(self.env, self.commitment_date),
            ),
            self.company_id.partner_id,
        )

    def _action_cancel(self):
        """Override of `sale` to give the booked pieces back."""
        result = super()._action_cancel()
        self.sudo().order_line._gift_release_bookings()  # follows the order's own right
        return result

    # === PLANNED AGAIN === #

    def _gift_replan(self, reason, lines=None, note=''):
        """Book gifts that are still to be made anew; the promise moves when they arrive later.

        Idempotent: what has not changed is planned to the same days. Call it in sudo.

        :param str reason: reason of a `gift.promise.change`.
        :param lines: lines that are planned again; all of the order when not given.
        """
        self.ensure_one()
        lines = self.order_line if lines is None else lines
        lines = lines.filtered(lambda line: line._gift_is_to_be_made())
        if self.state != 'sale' or not lines:
            return
        self._gift_lock_rows()
        self.invalidate_recordset(['commitment_date', 'gift_planned_promise'])
        arrival = self._gift_book(lines)
        if arrival:
            self._gift_move_promise(arrival, reason, note)

    def _gift_move_promise(self, arrival, reason, note='', *, even_by_hand=False):
        """Promise a later date and keep why. An earlier one changes nothing.

        :return: whether the promise moved.
        """
        old = self.commitment_date
        if not old or arrival <= old:
            return False
        if old != self.gift_planned_promise and not even_by_hand:
            self._gift_warn_about_plan(arrival)
            return False
        self.env['gift.promise.change']._note_change(self, reason, old, arrival, note)
        self.with_context(gift_planned=True).write(
            {'commitment_date': arrival, 'gift_planned_promise': arrival}
        )
        return True
