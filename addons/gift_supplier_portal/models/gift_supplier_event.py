import hashlib
import json
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

KINDS = [
    ('order.confirmed', "Order confirmed"),
    ('order.changed', "Order changed"),
    ('order.cancelled', "Order cancelled"),
    ('artwork.released', "Artwork released"),
    ('artwork.withdrawn', "Artwork withdrawn"),
    ('defect.reported', "Defect reported"),
]
FIXED = {'connector_id', 'name', 'number', 'kind', 'order_id', 'payload', 'sha256', 'data_hash'}
NOTED = 'gift_supplier_events'


class GiftSupplierEvent(models.Model):
    """What a supplier's machine is told, written in the transaction in which it happens.

    What it says never changes; only how its sending stands does.
    """

    _name = 'gift.supplier.event'
    _inherit = ['gift.state.mixin']
    _description = 'Event for a supplier'
    _order = 'id desc'
    _state_transitions = {
        'sent': ('waiting',),
        'given_up': ('waiting',),
        'waiting': ('given_up', 'sent'),
    }

    connector_id = fields.Many2one(
        'gift.supplier.connector', required=True, readonly=True, ondelete='cascade'
    )
    name = fields.Char(string="Id", required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    order_id = fields.Many2one(
        'purchase.order', required=True, readonly=True, ondelete='cascade', index=True
    )
    payload = fields.Text(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    data_hash = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [('waiting', "Waiting"), ('sent', "Sent"), ('given_up', "Given up")],
        required=True, default='waiting', readonly=True, index=True,
    )  # fmt: skip
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True, default=fields.Datetime.now)
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    last_error = fields.Char(string="Last answer", readonly=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "An event has an id of its own.")
    _number_uniq = models.UniqueIndex('(connector_id, number)', "Events are numbered.")

    def write(self, vals):
        """Override of `base`: what an event says stays as it was."""
        if FIXED & set(vals):
            raise UserError(self.env._("What an event says cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Events of suppliers are kept."))

    # === WHAT HAPPENS === #

    @api.model
    def _note(self, kind, records):
        """Remember that something happened to orders or artwork in the running transaction.

        Events are written once, before it is committed, with the state of that moment.

        :param records: purchase.order, gift.supplier.package or gift.supplier.defect.
        """
        if not self.env.registry.ready or not records:
            return  # while addons are installed
        precommit = self.env.cr.precommit
        noted = precommit.data.setdefault(NOTED, {})
        if not noted:
            precommit.add(self.sudo()._record_noted)
        for record in records:
            noted.setdefault((record._name, record.id), []).append(kind)

    def _record_noted(self):
        noted = self.env.cr.precommit.data.pop(NOTED, {})
        events = self.env(context={})['gift.supplier.event']
        orders = events._collect(noted, 'purchase.order')
        parts = {}  # artwork and defects: what belongs to an order
        for model in ('gift.supplier.package', 'gift.supplier.defect'):
            parts.update(events._collect(noted, model))
        suppliers = [order.partner_id.commercial_partner_id.id for order in orders]
        suppliers += [item.order_id.partner_id.commercial_partner_id.id for item in parts]
        connectors = events.env['gift.supplier.connector'].search(
            [('supplier_id', 'in', suppliers)]
        )
        by_supplier = connectors.grouped('supplier_id')
        created = events
        for record, kinds in [*orders.items(), *parts.items()]:
            order = record if record._name == 'purchase.order' else record.order_id
            connector = by_supplier.get(order.partner_id.commercial_partner_id)
            kind = record._gift_choose_event(kinds)
            if connector and kind:
                created |= events._record(connector, kind, order, record._gift_prepare_event())
        if created:
            self._trigger_sending()

    @api.model
    def _collect(self, noted, model):
        ids = {key[1]: kinds for key, kinds in noted.items() if key[0] == model}
        records = self.env[model].browse(sorted(ids)).exists()
        return {record: ids[record.id] for record in records}

    @api.model
    def _record(self, connector, kind, order, data):
        """Write one event; a change that leaves the order as it was told is none."""
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        data_hash = hashlib.sha256(text.encode()).hexdigest()
        if kind == 'order.changed':
            domain = Domain('connector_id', '=', connector.id) & Domain('order_id', '=', order.id)
            last = self.search(domain & Domain('kind', '=like', 'order.%'), limit=1)
            if last.data_hash == data_hash:
                return self
        connector._gift_take_number()
        name = str(uuid.uuid4())
        payload = {
            'id': name,
            'number': connector.last_number,
            'type': kind,
            'created': f'{fields.Datetime.now().isoformat()}Z',
            'data': data,
        }
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        return self.create(
            {
                'connector_id': connector.id,
                'name': name,
                'number': connector.last_number,
                'kind': kind,
                'order_id': order.id,
                'payload': text,
                'sha256': hashlib.sha256(text.encode()).hexdigest(),
                'data_hash': data_hash,
            }
        )

    # === BUTTONS === #

    def action_send_again(self):
        """Button: send once more, with the same id."""
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers send events again."))
        self.check_access('read')
        events_sudo = self.sudo()  # checked above; nobody writes events
        events_sudo._gift_update_state('waiting', tries=0, next_try=fields.Datetime.now())
        self._trigger_sending()

    @api.model
    def _trigger_sending(self, minutes=0):
        at = fields.Datetime.now() + timedelta(minutes=minutes) if minutes else None
        self.env.ref('gift_supplier_portal.ir_cron_events').sudo()._trigger(at)


class GiftSupplierConnector(models.Model):
    _inherit = 'gift.supplier.connector'

    def _gift_take_number(self):
        """Take the next number; of two transactions the second one waits and begins again."""
        self.ensure_one()
        self.last_number += 1
        self.flush_recordset(['last_number'])
