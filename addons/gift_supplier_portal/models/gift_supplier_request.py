from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once

KEPT_DAYS = 30


class GiftSupplierRequest(models.Model):
    """What a supplier's machine has asked for with a key, and what it was answered."""

    _name = 'gift.supplier.request'
    _description = "Request of a supplier's machine"

    connector_id = fields.Many2one(
        'gift.supplier.connector', required=True, readonly=True, ondelete='cascade'
    )
    key = fields.Char(required=True, readonly=True)
    body_hash = fields.Char(required=True, readonly=True, help="Of the address and the body.")
    status = fields.Integer(readonly=True)
    answer = fields.Text(readonly=True)

    _key_uniq = models.UniqueIndex('(connector_id, key)', "A key is used for one thing.")

    @api.model
    def _begin(self, connector, key, body_hash):
        """Return ``(request, is_new)`` in sudo; of two at once the second one begins again."""
        requests_sudo = self.sudo()  # checked by its token
        values = {'connector_id': connector.id, 'key': key, 'body_hash': body_hash}
        is_new = insert_once(requests_sudo, values)
        domain = [('connector_id', '=', connector.id), ('key', '=', key)]
        return requests_sudo.search(domain), is_new

    @api.autovacuum
    def _gc_old(self):
        """Forget keys that nobody uses again."""
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([('create_date', '<', before)], limit=10_000).unlink()
