from datetime import timedelta

from odoo import api, models


class GiftStoreDemo(models.AbstractModel):
    """Whom customers of the demo shop give something to, and when."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_occasions(self):
        for description in self._read_json('occasions.json'):
            self._ensure(
                f"occasion_{description['key']}",
                'gift.occasion',
                self._prepare_occasion(description),
            )

    @api.model
    def _prepare_occasion(self, description):
        day = self.env['gift.occasion']._get_today() + timedelta(days=description['in_days'])
        order = self._get(f"order_{description['order']}") if 'order' in description else None
        return {
            'partner_id': self._get(f"customer_{description['customer']}").id,
            'line_id': order.order_line.filtered('gift_revision_id')[:1].id if order else False,
            'month': day.month,
            'day': day.day,
            **{name: description[name] for name in ('name', 'kind', 'relation', 'lead')},
        }
