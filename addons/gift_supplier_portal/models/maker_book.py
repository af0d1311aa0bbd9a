"""What the engine of routing needs to know: lines of orders and who could make them."""

import json
from datetime import date, timedelta

from odoo.addons.gift_personalization.engine import schedule

from ..engine.makers import Line, Maker
from .gift_supplier_capability import WEEKDAYS

OWN = 'own'
HANDLING_DAYS = 1  # from the receipt of what a supplier has made to the parcel


class MakerBook:
    """Reads an order's lines, our workshop and all suppliers at once.

    :param order: sale.order in sudo.
    :param lines: its lines that are to be made.
    :param dict pieces: ``{line: pieces}`` where fewer than all of a line are planned.
    :param shares: shares whose pieces are planned anew, so what they take is free.
    """

    def __init__(self, order, lines, pieces=None, shares=None):
        self.env, self.order, self.sale_lines = order.env, order, lines
        self._by_id = {line.id: line for line in lines}  # read together
        self._pieces = pieces or {}
        self._methods = lines._gift_get_used_methods()
        used = self.env['gift.print.method'].union(*self._methods.values())
        self.planner = self.env['gift.promise']._open_planner(order.company_id, used)
        self.planner.forget(lines.sudo().gift_booking_ids)
        self.days = self.planner.days
        self.today = self.days.today().toordinal()
        self.capabilities = self.env['gift.supplier.capability'].search(
            [('company_id', '=', order.company_id.id)]
        )
        self._facts = {line.id: line._gift_prepare_facts() for line in lines}
        self._by_key = {}
        self._prices = {}
        self._taken = self._read_taken(shares or self.env['gift.line.share'])
        self.lines = [self._build_line(line) for line in lines]

    def _read_taken(self, shares):
        """Return ``{(capability id, day): pieces}`` that other shares have taken."""
        groups = self.env['gift.line.share.slot']._read_group(
            [
                ('capability_id', 'in', self.capabilities.ids),
                ('date', '>=', self.days.today()),
                ('share_id', 'not in', shares.ids),
            ],
            ['capability_id', 'date:day'],
            ['pieces:sum'],
        )
        return {(capability.id, day.toordinal()): pieces for capability, day, pieces in groups}

    # === LINES === #

    def _build_line(self, line):
        product, methods = line.product_id, self._methods[line]
        due = line._gift_get_due_day(self.days)
        partner = line._gift_get_destination()
        made_by = product.gift_made_by
        return Line(
            key=line.id,
            pieces=self._pieces.get(line) or self._facts[line.id]['pieces'],
            product=product.product_tmpl_id.id,
            categories=frozenset(map(int, (product.categ_id.parent_path or '').split('/')[:-1])),
            methods=frozenset(methods.ids),
            size_mm=line._gift_get_size_mm(),
            country=partner.country_id.code or '',
            due=due.toordinal() if due else None,
            ready=self._get_ready({**self._facts[line.id], 'blank_days': 0, 'blank_by': None}),
            design=line.gift_revision_id.hash,
            only=None if made_by == 'best' else self._get_only(product, made_by),
        )

    def _get_only(self, product, made_by):
        """Return the groups of makers that the owner allows for a product."""
        if made_by == 'own':
            return frozenset({OWN})
        supplier = product.gift_made_by_id.commercial_partner_id
        allowed = self.capabilities.filtered(
            lambda capability: capability.partner_id.commercial_partner_id == supplier
        )
        return frozenset(f'c{capability.id}' for capability in allowed)

    def _get_ready(self, facts):
        """Return the first day for the machine, once the design is approved."""
        known = {
            name: value.toordinal() if isinstance(value, date) else value
            for name, value in facts.items()
        }
        request = schedule.Request(start=self.planner.start.toordinal(), **known)
        return schedule.get_waits(request, schedule.Adder(self._is_working))[1]

    def get_line(self, line_id):
        """Return the sale.order.line of a key of the engine."""
        return self._by_id[line_id]

    def get_start(self, line):
        """Return the day on which the design of a line is approved."""
        known = next(entry for entry in self.lines if entry.key == line.id)
        return date.fromordinal(known.ready)

    def _is_working(self, day):
        return self.days.is_working(date.fromordinal(day))

    # === MAKERS === #

    def build_makers(self):
        """Return the makers of the lines; what each of them is stands in :meth:`describe`."""
        makers = [self._build_own()]
        scores = self.capabilities.partner_id._gift_get_scores()
        for capability in self.capabilities:
            for way in ('shop', 'customer'):
                if capability[f'to_{way}']:
                    makers.append(self._build_supplier(capability, way, scores))
        return makers

    def describe(self, key):
        """Return ``(way, capability)`` of a maker's key."""
        return self._by_key.get(key, (OWN, self.env['gift.supplier.capability']))

    def get_name(self, key):
        """Return what a maker is called in reasons."""
        way, capability = self.describe(key)
        if way == OWN:
            return self.env._("Our workshop")
        names = {'supplier': capability.display_name}
        if way == 'customer':
            return self.env._("%(supplier)s (to the customer)", **names)
        return self.env._("%(supplier)s (to us)", **names)

    def _build_own(self):
        """Our workshop: work centres, bookings and days as promises use them."""
        methods = self.env['gift.print.method'].union(*self._methods.values())
        made = methods.filtered('is_in_house')
        centers = self.planner.centers
        starts = {key: self._get_ready(facts) for key, facts in self._facts.items()}

        def arrive(line, day):
            shipped = self.days.add(date.fromordinal(day), self._facts[line.key]['production_days'])
            carrier = self._by_id[line.key]._gift_get_carrier()
            return self.planner.ways.get_arrival(carrier, shipped).toordinal()

        return Maker(
            key=OWN,
            group=OWN,
            is_working=self._is_working,
            arrive=arrive,
            get_start=lambda line: starts[line.key],
            get_free=lambda center, day: self.planner.load.get_free(center, date.fromordinal(day)),
            get_piece_cost=self._get_own_cost,
            resources=tuple(sorted((method.id, centers[method].id) for method in centers)),
            methods=frozenset(made.ids),
            get_setup_cost=self._get_own_setup,
        )

    def _get_own_setup(self, line):
        methods = self._methods[self._by_id[line.key]]
        return sum(methods.mapped('own_setup_cost'))

    def _get_own_cost(self, line):
        sale_line = self._by_id[line.key]
        methods = self._methods[sale_line]
        return sale_line.product_id.standard_price + sum(methods.mapped('own_piece_cost'))

    def _build_supplier(self, capability, way, scores):
        key, group = f'c{capability.id}:{way}', f'c{capability.id}'
        self._by_key[key] = (way, capability)
        arrive = self._arrive_customer if way == 'customer' else self._arrive_shop
        countries = frozenset(capability.country_ids.mapped('code'))
        open_days = [capability[name] for name in WEEKDAYS]
        closed = capability._get_closed_days()

        def is_working(number):
            day = date.fromordinal(number)
            return open_days[day.weekday()] and not any(a <= day <= b for a, b in closed)

        def get_free(_resource, day):
            return capability.daily_pieces - self._taken.get((capability.id, day), 0)

        return Maker(
            key=key,
            group=group,
            is_working=is_working,
            arrive=lambda line, day: arrive(capability, line, day),
            get_free=get_free,
            get_piece_cost=lambda line: self.get_price(capability, line),
            resources=((None, group),) if capability.daily_pieces else (),
            methods=frozenset(capability.method_ids.ids),
            products=frozenset(capability.product_ids.ids),
            categories=frozenset(capability.categ_ids.ids),
            max_size_mm=(capability.max_width_mm, capability.max_height_mm),
            countries=countries if way == 'customer' and countries else None,
            lead_days=capability.lead_days,
            get_setup_cost=lambda _line: self._convert(capability, capability.setup_cost),
            shipping_cost=self._convert(capability, capability.shipping_cost),
            score=scores.get(capability.partner_id),
            down=self._get_down(capability),
        )

    @staticmethod
    def _get_down(capability):
        if not capability.down_from:
            return None
        last = capability.down_until
        return (capability.down_from.toordinal(), last.toordinal() if last else None)

    def get_day_here(self, way, capability, finished):
        """Return the day on which a supplier's pieces arrive where he sends them, as a date."""
        return date.fromordinal(finished) + timedelta(days=capability.transit_days)

    def _arrive_customer(self, capability, _line, day):
        return day + capability.transit_days

    def _arrive_shop(self, capability, line, day):
        here = date.fromordinal(day + capability.transit_days)
        here = here if self.days.is_working(here) else self.days.add(here, 1)
        carrier = self._by_id[line.key]._gift_get_carrier()
        shipped = self.days.add(here, HANDLING_DAYS)
        return self.planner.ways.get_arrival(carrier, shipped).toordinal()

    def book_own(self, line, slots):
        """Book pieces of a line on days of our workshop.

        :param slots: ``[(day, pieces), …]`` of the engine.
        """
        days = {date.fromordinal(day): pieces for day, pieces in slots}
        methods = [method for method in self._methods[line] if method in self.planner.centers]
        if days and methods:
            plan = schedule.Plan((), {method.id: dict(days) for method in methods})
            self.planner.book(line, plan)

    # === MONEY === #

    def get_price(self, capability, line):
        """Return what a piece costs at a supplier, in the company's currency: product and work."""
        product = self._by_id[line.key].product_id
        key = (capability.id, product.id)
        if key not in self._prices:
            own = self._convert(capability, capability.piece_cost)
            self._prices[key] = own + self._get_vendor_price(capability, product)
        return self._prices[key]

    def _get_vendor_price(self, capability, product):
        """Return the lowest listed price of the product at the supplier, or 0."""
        supplier = capability.partner_id.commercial_partner_id
        today = self.days.today()
        sellers = product.seller_ids.filtered(
            lambda seller: (
                seller.partner_id.commercial_partner_id == supplier
                and seller.product_id in (product, product.browse())
                and (not seller.date_start or seller.date_start <= today)
                and (not seller.date_end or seller.date_end >= today)
            )
        )
        company = self.order.company_id
        return min(
            (
                seller.currency_id._convert(seller.price, company.currency_id, company, today)
                for seller in sellers
            ),
            default=0.0,
        )

    def _convert(self, capability, amount):
        company = self.order.company_id
        currency = company.currency_id
        return capability.currency_id._convert(amount, currency, company, self.days.today())


def read_size_mm(content):
    """Return width and height of the largest side of a frozen design that carries something."""
    document = json.loads(content)
    sizes = [
        (surface['width_um'] / 1000, surface['height_um'] / 1000)
        for surface in document['template']['surfaces']
        if any(zone['key'] in document['values'] for zone in surface['zones'])
    ]
    return (max((max(size) for size in sizes), default=0), max((min(s) for s in sizes), default=0))
