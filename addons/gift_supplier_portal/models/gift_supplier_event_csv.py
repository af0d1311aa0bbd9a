import base64
import json

from odoo import api, fields, models

COLUMNS = ('number', 'type', 'created', 'order', 'order_state', 'line', 'product', 'your_product',
           'name', 'quantity', 'unit', 'price', 'currency', 'date', 'design')  # fmt: skip


class GiftSupplierEvent(models.Model):
    """The simplest connector: what is new, as a CSV file in one mail a day."""

    _inherit = 'gift.supplier.event'

    @api.model
    def _cron_mail(self):
        """Scheduled action: mail each such supplier what is new; file and state in one piece."""
        cron = self.env['ir.cron']
        by_connector = self._find_due('csv').grouped('connector_id')
        cron._commit_progress(remaining=len(by_connector))
        for connector, events in by_connector.items():
            events._gift_lock()
            events = events.filtered(lambda event: event.state == 'waiting')
            if events and connector.contact_id._may('orders'):
                events._mail_csv()
            if not cron._commit_progress(1):
                break

    def _mail_csv(self):
        connector = self.connector_id
        attachment = self.env['ir.attachment'].create(
            {
                'name': f'orders-{self[0].number}-{self[-1].number}.csv',
                'datas': base64.b64encode(self._build_csv()),
                'mimetype': 'text/csv',
                'res_model': connector._name,
                'res_id': connector.id,
            }
        )
        template = self.env.ref('gift_supplier_portal.mail_template_csv')
        template.send_mail(
            connector.id, force_send=False, email_values={'attachment_ids': attachment.ids}
        )
        self.env.ref('mail.ir_cron_mail_scheduler_action')._trigger()
        self._gift_update_state('sent', sent_date=fields.Datetime.now(), last_error=False)

    def _build_csv(self):
        """Return the events as CSV bytes, a row for each line of an order; no formula is run."""
        from odoo.addons.gift_personalization.engine.names.table import write_csv

        return write_csv([COLUMNS, *(row for event in self for row in event._prepare_rows())])

    def _prepare_rows(self):
        message = json.loads(self.payload)
        order, artwork = message['data']['order'], message['data'].get('artwork')
        lines = [{'id': artwork['line'], **artwork}] if artwork else order['lines']
        common = {
            'number': message['number'],
            'type': message['type'],
            'created': message['created'],
            'order': order['name'],
            'order_state': order.get('state'),
            'currency': order.get('currency'),
        }
        rows = [{**line, **common, 'line': line['id']} for line in lines] or [common]
        return [
            ['' if row.get(name) is None else row[name] for name in COLUMNS] for row in rows
        ]  # fmt: skip
