import logging
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

DELIVERY_DAYS = 6
# Hours after the order at which the steps of its way lie.
HOURS = {
    'to_proof': 0.05, 'waiting': 0.2, 'change': 15, 'proof': 20, 'file': 20.1, 'ready': 20.1,
    'in_production': 28, 'made': 31, 'packed': 46, 'shipped': 52, 'delivery': 52,
    'cancelled': 9,
}  # fmt: skip
FLOOR = ('in_production', 'made', 'packed', 'shipped')


class GiftStoreDemo(models.AbstractModel):
    """Orders of the demo shop, in every stage of production.

    They are made by the same methods as a visitor's: the cart takes a frozen design, a payment
    confirms the order, the customer answers the proof and the workshop moves the job. Only their
    dates are moved into the past afterwards.
    """

    _inherit = 'gift.store.demo'

    @api.model
    def _load_orders(self):
        for description in self._read_json('orders.json'):
            known = self._get(f"order_{description['key']}")
            if known or not self._is_offered(description):
                continue
            order = self._create_order(description)
            self._pay(order)
            self._bring_to_stage(order, description)
            self._backdate(order, description)
            self._make_again(order, description)
            self._mark(f"order_{description['key']}", order)
            _logger.info("Demo shop: order %s, %s.", order.name, description['stage'])

    @api.model
    def _is_offered(self, description):
        return all(
            self._get(f"product_{line['product']}")
            and self._find_variant(line['product'], line['variant'], line.get('size'))
            for line in description['lines']
        )

    # === ORDER === #

    @api.model
    def _create_order(self, description):
        """Fill a cart of the website as the customer would."""
        website = self._get('website')
        order = self.env['sale.order'].create(
            {
                'website_id': website.id,
                'company_id': website.company_id.id,
                'partner_id': self._get(f"customer_{description['customer']}").id,
                'team_id': website.salesteam_id.id,
            }
        )
        for line in description['lines']:
            variant = self._find_variant(line['product'], line['variant'], line.get('size'))
            _design, key = self._create_design(variant, line['entries'])
            order._cart_add(variant.id, line['quantity'], gift_design_key=key)
        order._set_delivery_method(self._get(f"carrier_{description['carrier']}"))
        return order

    @api.model
    def _get_order_date(self, days):
        """Return the moment ``days`` ago; orders come in at different hours."""
        return fields.Datetime.now() - timedelta(days=days, minutes=(days * 97) % 300)

    @api.model
    def _pay(self, order):
        """Pay with the demo provider where it is installed; confirm the order otherwise."""
        provider = self.env.ref('payment.payment_provider_demo', raise_if_not_found=False)
        if not provider or provider.module_state != 'installed':
            order.action_confirm()
            return
        transaction = self.env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': provider.payment_method_ids[:1].id,
                'reference': order.name,
                'amount': order.amount_total,
                'currency_id': order.currency_id.id,
                'partner_id': order.partner_id.id,
                'operation': 'online_direct',
                'sale_order_ids': [Command.set(order.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()

    # === STAGES === #

    @api.model
    def _bring_to_stage(self, order, description):
        stage = description['stage']
        if stage == 'cancelled':
            order._action_cancel()
            return
        if stage == 'to_proof':
            return
        for proof in order.order_line.gift_proof_ids:
            if proof.state == 'to_check':
                proof.with_user(self._get('user_staff')).action_send()
        if stage == 'change_requested':
            proof._request_change(comment=description['change'], partner=order.partner_id)
        elif stage != 'waiting':
            self._make(order, description)

    @api.model
    def _make(self, order, description):
        """Approve the proofs, write the print files and make the gifts as far as described."""
        for proof in order.order_line.gift_proof_ids.filtered(lambda p: p.state == 'sent'):
            proof._approve(
                expected_hash=proof.revision_hash,
                partner=order.partner_id,
                name=order.partner_id.name,
                spelling_checked=True,
            )
        for job in order.gift_job_ids:
            job._write_print_files()
        jobs = order.gift_job_ids.with_user(self._get('user_production'))
        order.picking_ids.carrier_tracking_ref = description.get('tracking')
        steps = (
            FLOOR[: FLOOR.index(description['stage']) + 1] if description['stage'] in FLOOR else ()
        )
        actions = {
            'in_production': 'action_start',
            'made': 'action_made',
            'packed': 'action_packed',
        }
        for step in steps:
            if step == 'shipped':
                jobs[0].action_ship()
            else:
                getattr(jobs, actions[step])()

    # === DATES === #

    @api.model
    def _backdate(self, order, description):
        """Let the order and what happened to it lie in the past."""
        self.env.flush_all()
        start = self._get_order_date(description['days'])
        self._set_dates(order, start, 'date_order', 'create_date')
        if description['stage'] in ('ready', *FLOOR):
            promised = start + timedelta(days=DELIVERY_DAYS)
            names = ('commitment_date', 'gift_planned_promise', 'gift_first_promise')
            order.with_context(gift_planned=True).write(dict.fromkeys(names, promised))
        for booking in order.order_line.gift_booking_ids.filtered('is_made'):
            self._set_dates(booking, start + timedelta(hours=HOURS['made']), 'date')
        for line in order.order_line:
            self._set_dates(line, start, 'create_date')
        for event in order.gift_job_ids.event_ids:
            moment = start + timedelta(hours=HOURS.get(self._get_step(event), HOURS['file']))
            self._set_dates(event, moment, 'date', 'create_date')
        for name, step in (
            ('sent_date', 'waiting'),
            ('change_date', 'change'),
            ('approved_date', 'proof'),
        ):
            for proof in order.order_line.gift_proof_ids.filtered(name):
                self._set_dates(proof, start + timedelta(hours=HOURS[step]), name)
        for picking in order.picking_ids.filtered('date_done'):
            self._set_dates(picking, start + timedelta(hours=HOURS['shipped']), 'date_done')
        self.env.invalidate_all()

    @api.model
    def _get_step(self, event):
        return event.to_stage if event.to_stage in HOURS else event.kind

    @api.model
    def _set_dates(self, record, moment, *names):
        """Write dates that the shop itself never lets anyone change."""
        values = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), moment) for name in names)
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = %s",
                SQL.identifier(record._table),
                values,
                record.id,
            )
        )
