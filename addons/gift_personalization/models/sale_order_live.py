from functools import partial

from odoo import SUPERUSER_ID, api, models

from odoo.addons.gift_base.tools import check_signed_token, signed_token

PREFIX = 'gift_progress:'
SUBCHANNEL = 'gift_progress'
MAX_CHANNELS = 20
NEWS = 'gift_progress_orders'


def send_news(registry, order_ids):
    """Tell the pages of orders whose transaction was committed."""
    with registry.cursor() as cr:
        orders = api.Environment(cr, SUPERUSER_ID, {})['sale.order'].browse(sorted(order_ids))
        orders._gift_send_progress()


class SaleOrder(models.Model):
    """Open pages of an order hear that something has changed, and fetch again what they show.

    The message says nothing but that. A page knows the signed name of its order's channel; the
    server opens the record's own channel for it, see `ir.websocket`.
    """

    _inherit = 'sale.order'

    def _gift_get_progress_channel(self):
        """Return the name with which the page listens; whoever sees the page has checked access."""
        self.ensure_one()
        return f"{PREFIX}{self.id}:{signed_token(self.env, 'progress', self._gift_get_live_key())}"

    def _gift_get_live_key(self):
        """Return what the name stands for: with another token of the order it ends."""
        return f'{self.id}:{self._portal_ensure_token()}'

    @api.model
    def _gift_find_by_channel(self, channel):
        """Return the order (sudo) of a channel's name, or an empty recordset."""
        orders_sudo = self.sudo()
        order_id, _colon, token = channel.removeprefix(PREFIX).partition(':')
        if not (order_id.isascii() and order_id.isdigit() and len(order_id) < 10):
            return orders_sudo.browse()
        order_sudo = orders_sudo.browse(int(order_id)).exists()  # the signature is checked below
        known = f'{order_sudo.id}:{order_sudo.access_token}'
        if not order_sudo or not check_signed_token(self.env, 'progress', known, token):
            return orders_sudo.browse()
        return order_sudo

    def _gift_tell_progress(self):
        """Let open pages of the orders know, once for a transaction and after it is committed.

        Orders are gathered for the commit: savepoints of the transaction write the messages of the
        bus early, and would take some of them along when they fail.
        """
        postcommit = self.env.cr.postcommit
        if NEWS not in postcommit.data:
            postcommit.data[NEWS] = set()
            postcommit.add(partial(send_news, self.env.registry, postcommit.data[NEWS]))
        postcommit.data[NEWS].update(self.ids)

    def _gift_send_progress(self):
        for order in self:
            self.env['bus.bus']._sendone(
                (order, SUBCHANNEL), 'gift_progress', {'order_id': order.id}
            )

    def write(self, vals):
        """Override of `sale` to tell open pages of another date or state."""
        result = super().write(vals)
        if {'commitment_date', 'state', 'gift_waits_for_payment'} & set(vals):
            self._gift_tell_progress()
        return result


class IrWebsocket(models.AbstractModel):
    _inherit = 'ir.websocket'

    def _build_bus_channel_list(self, channels):
        """Override of `bus` to open an order's channel to pages that know its signed name."""
        asked = [name for name in channels if isinstance(name, str) and name.startswith(PREFIX)]
        channels = [channel for channel in channels if channel not in asked]
        for name in asked[:MAX_CHANNELS]:
            order_sudo = self.env['sale.order']._gift_find_by_channel(name)
            if order_sudo:
                channels.append((order_sudo, SUBCHANNEL))
        return super()._build_bus_channel_list(channels)


class GiftJobEvent(models.Model):
    _inherit = 'gift.job.event'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to tell open pages what has happened."""
        events = super().create(vals_list)
        events.job_id.order_id._gift_tell_progress()
        return events


class GiftProof(models.Model):
    _inherit = 'gift.proof'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to tell open pages of a new version."""
        proofs = super().create(vals_list)
        proofs.order_id._gift_tell_progress()
        return proofs

    def write(self, vals):
        """Override to tell open pages of an answer."""
        result = super().write(vals)
        if {'state', 'deadline_date', 'answer'} & set(vals):
            self.order_id._gift_tell_progress()
        return result


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def write(self, vals):
        """Override of `stock` to tell open pages of a parcel's number or arrival."""
        result = super().write(vals)
        if {'date_done', 'carrier_tracking_ref', 'gift_delivered_date'} & set(vals):
            outgoing_sudo = self.sudo().filtered(lambda p: p.picking_type_code == 'outgoing')
            outgoing_sudo.sale_id._gift_tell_progress()
        return result


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def write(self, vals):
        """Override to tell open pages that a recipient has entered the address."""
        result = super().write(vals)
        if {'address_date', 'link_until'} & set(vals):
            self.order_id._gift_tell_progress()
        return result
