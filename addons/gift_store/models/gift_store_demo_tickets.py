from datetime import timedelta

from odoo import api, fields, models


class GiftStoreDemo(models.AbstractModel):
    """What customers of the demo shop have asked about their orders."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_tickets(self):
        for description in self._read_json('tickets.json'):
            order = self._get(f"order_{description['order']}")
            name = f"ticket_{description['key']}"
            if order and not self._get(name):
                self._mark(name, self._create_ticket(order, description))

    @api.model
    def _create_ticket(self, order, description):
        """Ask as the order's customer would, and answer as the shop's team."""
        moment = fields.Datetime.now() - timedelta(hours=description['hours'])
        line = order.order_line.filtered('gift_revision_id')[:1]
        ticket = self.env['gift.ticket']._receive(
            {
                'name': description['name'],
                'description': description['body'],
                'email': order.partner_id.email,
                'customer_name': order.partner_id.name,
                'channel': description['channel'],
                'priority': description['priority'],
            },
            order=order,
            line=line,
            partner=order.partner_id,
        )
        self._backdate_ticket(ticket, moment)
        if description.get('answer'):
            self._answer_ticket(ticket, moment + timedelta(hours=1), description)
        ticket._update_clock()
        return ticket

    @api.model
    def _backdate_ticket(self, ticket, moment):
        first, solve = ticket._get_hours()
        ticket.write(
            {
                'first_due': ticket.team_id._plan(moment, first),
                'solve_due': ticket.team_id._plan(moment, solve),
            }
        )
        self.env.flush_all()
        self._set_dates(ticket, moment, 'create_date')
        for message in ticket.message_ids:
            self._set_dates(message, moment, 'date', 'create_date')
        self.env.invalidate_all()

    @api.model
    def _answer_ticket(self, ticket, moment, description):
        staff = self._get('user_staff')
        ticket.user_id = staff
        message = ticket.message_post(
            body=description['answer'],
            author_id=staff.partner_id.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
        )
        ticket._set_stage(description['stage'])
        dates = {'first_date': moment, 'first_was_late': moment > ticket.first_due}
        if description.get('rating'):
            ticket._rate(description['rating'], description['comment'])
            dates['solved_date'] = dates['rating_date'] = moment
            dates['solved_late'] = moment > ticket.solve_due
            dates['hours_left'] = ticket.team_id._count_hours(moment, ticket.solve_due)
        ticket.write(dates)
        self.env.flush_all()
        self._set_dates(message, moment, 'date', 'create_date')
        self.env.invalidate_all()
