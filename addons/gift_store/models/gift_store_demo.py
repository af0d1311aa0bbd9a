import json
import logging
from pathlib import Path

from odoo import api, models

_logger = logging.getLogger(__name__)

DEMO = Path(__file__).parent.parent / 'demo'
MODULE = 'gift_store'
SILENT = {
    'lang': 'en_US',
    'mail_activity_quick_update': True,
    'mail_create_nosubscribe': True,
    'mail_notify_force_send': False,
    'no_reset_password': True,
    'tracking_disable': True,
}


class GiftStoreDemo(models.AbstractModel):
    """Fills a database with a demo shop, from the descriptions and pictures in ``demo/``.

    Every record gets the external id ``gift_store.demo_<name>`` (never updated by Odoo). What has
    one is left as it is, so the loader can be called again after pictures or products were added.
    """

    _name = 'gift.store.demo'
    _description = 'Demo shop'

    @api.model
    def _load_demo_shop(self, languages=()):
        """Create what the demo shop does not have yet: company, users, catalogue and orders.

        No mail leaves the shop by it.

        :param languages: codes of languages to activate on the website, such as ``de_DE``.
        """
        loader = self.sudo().with_context(**SILENT)
        newest_mail = loader.env['mail.mail'].search([], limit=1, order='id desc').id or 0
        for message, step in (
            ("Company, delivery and payment.", loader._load_company),
            ("Users and customers.", loader._load_people),
            ("Categories.", loader._load_categories),
            ("Products.", loader._load_products),
            ("Wraps.", loader._load_wraps),
            ("Gift card.", loader._load_gift_card),
            ("Promotions.", loader._load_promotions),
            ("Machines.", loader._load_capacity),
            ("Points.", loader._load_loyalty),
            ("Orders.", loader._load_orders),
            ("Points of the orders.", loader._load_points),
            ("Batches.", loader._load_batches),
            ("Reviews.", loader._load_reviews),
            ("Occasions.", loader._load_occasions),
            ("Chat.", loader._load_chat),
            ("Tickets.", loader._load_tickets),
            ("Suppliers.", loader._load_suppliers),
            ("Sales of the former shop, and figures.", loader._load_history),
        ):
            _logger.info("Demo shop: %s", message)
            step()
        loader._load_languages(languages)
        loader.env['mail.mail'].search([('id', '>', newest_mail)]).unlink()
        _logger.info("Demo shop: done.")

    # === DESCRIPTIONS === #

    @api.model
    def _read_json(self, name):
        """Return the content of ``demo/<name>``."""
        return json.loads((DEMO / name).read_text('utf-8'))

    @api.model
    def _get_products(self):
        """Return the descriptions of the products by key, in the order of the shop."""
        found = {
            path.stem: self._read_json(f'products/{path.name}')
            for path in (DEMO / 'products').glob('*.json')
        }
        return dict(sorted(found.items(), key=lambda item: item[1]['sequence']))

    # === RECORDS === #

    @api.model
    def _get(self, name):
        """Return the demo record of that name, or ``None``."""
        return self.env.ref(f'{MODULE}.demo_{name}', raise_if_not_found=False)

    @api.model
    def _mark(self, name, record):
        """Give a record its name in the demo shop; returns the record."""
        self.env['ir.model.data']._update_xmlids(
            [
                {'xml_id': f'{MODULE}.demo_{name}', 'record': record, 'noupdate': True},
            ]
        )
        return record

    @api.model
    def _ensure(self, name, model, vals):
        """Return the demo record of that name; create it when it is missing."""
        return self._get(name) or self._mark(name, self.env[model].create(vals))
