from odoo import Command, api, models

WEEKDAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')


class GiftStoreDemo(models.AbstractModel):
    """Machines of the demo shop and how many pieces a day they make."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_capacity(self):
        shop = self._read_json('shop.json')
        company = self._get('website').company_id
        company.resource_calendar_id.tz = 'Europe/Berlin'
        for sequence, (key, center) in enumerate(shop['work_centers'].items()):
            methods = self.env['gift.print.method'].search([('code', 'in', center['methods'])])
            self._ensure(
                f'work_center_{key}',
                'gift.work.center',
                {
                    'name': center['name'],
                    'sequence': sequence,
                    'company_id': company.id,
                    'method_ids': [Command.set(methods.ids)],
                    **dict(zip(WEEKDAYS, center['pieces'], strict=True)),
                },
            )
