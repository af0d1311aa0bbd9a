from dataclasses import replace
from datetime import date

from odoo import fields, models

from odoo.addons.gift_personalization.models.guarded import guarded, notify_staff

from ..engine.routing import route
from .maker_book import OWN, MakerBook, read_size_mm

ROUTING = 'gift_supplier_portal.routing'
SEE_MAKERS = 'purchase.group_purchase_user,gift_base.group_production'


class SaleOrder(models.Model):
    """Who makes the gifts of an order: decided when the order is confirmed and promised."""

    _inherit = 'sale.order'

    gift_share_ids = fields.One2many(
        'gift.line.share', 'order_id', string="Who makes it", readonly=True, copy=False,
        groups=SEE_MAKERS,
    )  # fmt: skip

    def _gift_promise_for(self, lines):
        """Override of `gift_personalization` to decide who makes what, by the promised date."""
        result = super()._gift_promise_for(lines)
        with guarded(self, self.env._("Nobody could be chosen who makes the gifts")):
            lines._gift_route()
            self._gift_promise_by_makers(lines)
        return result

    def _gift_promise_by_makers(self, lines):
        """Promise by the makers what our workshop alone could never make."""
        if self.commitment_date or not all(line.gift_promise_date for line in lines):
            return
        planner = self.env['gift.promise']._open_planner(
            self.company_id, self.env['gift.print.method']
        )
        arrival = self._gift_to_moment(planner, max(lines.mapped('gift_promise_date')))
        self.with_context(gift_planned=True).write(
            {
                'commitment_date': arrival,
                'gift_planned_promise': arrival,
                'gift_first_promise': self.gift_first_promise or arrival,
            }
        )

    def _gift_plan_line(self, planner, line, carrier, day=None):
        """Override of `gift_personalization` to plan with what suppliers make of a line."""
        if line.state in ('draft', 'sent'):  # a cart: nobody was chosen yet
            return super()._gift_plan_line(planner, line, carrier, day)
        shares = line.sudo().gift_share_ids._get_active()
        outside = shares.filtered(lambda share: share.way != OWN)
        if not outside:
            return super()._gift_plan_line(planner, line, carrier, day)
        own = sum((shares - outside).mapped('quantity'))
        facts = line._gift_prepare_facts()
        methods = planner.methods[line] if own and line._gift_is_to_be_made() else ()
        plan = planner.plan({**facts, 'pieces': own or facts['pieces']}, methods, carrier)
        return plan and self._gift_add_shares(plan, outside, is_mixed=bool(own))

    def _gift_add_shares(self, plan, shares, *, is_mixed):
        """Return the plan with the arrival of what suppliers make; they move with the approval."""
        waits = [step.last for step in plan.steps if step.kind in ('ordered', 'check', 'answer')]
        days = [plan.arrival[1]] if is_mixed else []
        for share in shares.filtered('date_arrival'):
            late = max(0, (waits[-1] - share.date_start).days) if share.date_start else 0
            days.append(date.fromordinal(share.date_arrival.toordinal() + late))
        last = max(days, default=plan.arrival[1])
        arrival = replace(plan.steps[-1], first=min(plan.arrival[0], last), last=last)
        return replace(plan, steps=(*plan.steps[:-1], arrival))

    def _gift_get_needs(self, but=None):
        """Override of `gift_personalization`: what suppliers make is not taken from our stock."""
        needs = super()._gift_get_needs(but=but)
        for share in self.sudo().order_line.gift_share_ids._get_active():
            if share.way != OWN and share.product_id in needs:
                left = needs.pop(share.product_id) - share.quantity
                if left > 0:
                    needs[share.product_id] = left
        return needs


class SaleOrderLine(models.Model):
    """Who makes one line."""

    _inherit = 'sale.order.line'

    gift_share_ids = fields.One2many(
        'gift.line.share', 'sale_line_id', string="Who makes it", readonly=True, copy=False,
        groups=SEE_MAKERS,
    )  # fmt: skip

    # === FACTS === #

    def _gift_get_due_day(self, days):
        """Return the day by which the line was promised or is wanted, or ``None``.

        :param days: WorkingDays of the company.
        """
        self.ensure_one()
        day = self._gift_get_promised_date() or self._gift_get_wanted_date()
        if day:
            return day
        moment = self.order_id.commitment_date
        return days.to_date(moment) if moment else None

    def _gift_get_destination(self):
        """Return who gets the line: its recipient's parcel or the order's address (sudo)."""
        self.ensure_one()
        line_sudo = self.sudo()  # sellers have no rights on parcels
        return line_sudo.gift_parcel_id or line_sudo.order_id.partner_shipping_id

    def _gift_get_size_mm(self):
        self.ensure_one()
        return read_size_mm(self.gift_revision_id.sudo().content)

    def _gift_is_routed(self):
        """Return whether routing decides about the line: a gift in whole pieces.

        Routes that a person has chosen for the line, and products that a supplier always makes,
        stay as they are.
        """
        self.ensure_one()
        pieces = self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, round=False
        )
        product = self.product_id
        routes = self.route_ids | product.route_ids | product.categ_id.total_route_ids
        is_fixed = self.route_ids or product.gift_supplier_makes
        return bool(
            self._gift_needs_job()
            and product.type == 'consu'
            and abs(pieces - round(pieces)) < 1e-6
            and not is_fixed
            and 'dropship' not in routes.rule_ids.picking_type_id.mapped('code')
        )

    # === DECISION === #

    def _gift_route(self):
        """Decide who makes the lines (sudo, of one order). Idempotent: nothing ordered moves.

        Without automatic routing, or without a supplier who can make something, our workshop
        makes everything as before.
        """
        config = self.env['ir.config_parameter'].sudo()
        lines = self.filtered(lambda line: line._gift_is_routed())
        lines = lines.filtered(
            lambda line: all(share.state == 'planned' for share in line.gift_share_ids)
        )
        if not lines or not config.get_param(ROUTING):
            return
        capabilities = self.env['gift.supplier.capability']
        if not capabilities.search_count([('company_id', '=', self.company_id.id)], limit=1):
            return
        book = MakerBook(lines.order_id, lines, shares=lines.gift_share_ids)
        plan = route(book.lines, book.build_makers(), book.today)
        lines.gift_share_ids.unlink()
        self._gift_write_shares(book, plan)

    def _gift_write_shares(self, book, plan):
        """Write a plan down as shares, with the days that they take."""
        shares = self.env['gift.line.share']._create_for_plan(book, plan)
        outside = shares.filtered(lambda share: share.way != OWN)
        outside.sale_line_id._gift_release_bookings()
        for line, made in shares.grouped('sale_line_id').items():
            if made & outside:
                slots = [slot for s in plan.shares if s.line == line.id and s.maker == OWN
                         for slot in s.slots]  # fmt: skip
                book.book_own(line, slots)
                line.gift_promise_date = max(made.mapped('date_arrival'))
        for line_id, pieces in plan.unassigned.items():
            line = book.get_line(line_id)
            notify_staff(
                line.order_id,
                self.env._("Nobody can make %s", line.product_id.name),
                self.env._(
                    "%(count)s pieces of %(product)s have no maker. Look at “Who makes it”.",
                    count=pieces,
                    product=line.product_id.name,
                ),
            )

    def _gift_refresh_routing(self):
        """Decide again where nothing was ordered yet and what was planned cannot be kept."""
        today = fields.Date.context_today(self)
        lines_sudo = self.sudo().filtered(
            lambda line: (
                line.state == 'sale'
                and line.gift_revision_id
                and not line.gift_job_ids.filtered(lambda job: job.stage in ('made', 'packed'))
                and not line.move_ids.filtered(lambda move: move.state != 'cancel')
                and not line.purchase_line_ids
                and line.gift_share_ids._are_outdated(today)
            )
        )
        for order_sudo, lines in lines_sudo.grouped('order_id').items():
            with guarded(order_sudo, self.env._("Nobody could be chosen who makes the gifts")):
                lines._gift_route()
