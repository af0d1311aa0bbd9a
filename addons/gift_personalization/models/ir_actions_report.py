import io

from odoo import models


class IrActionsReport(models.Model):
    """The paper of an order with gifts is drawn by our engine, as the gifts are."""

    _inherit = 'ir.actions.report'

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `sale` to draw orders with gifts; the others go on to wkhtmltopdf.

        Where wkhtmltopdf is not installed every order is drawn by us: its confirmation mail must
        not fail after the payment.
        """
        own = self._gift_get_own_orders(report_ref, res_ids)
        if not own:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        others = [order_id for order_id in res_ids if order_id not in own.ids]
        streams = {}
        if others:
            streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=others)
        for order in own:
            stream = io.BytesIO(order._gift_build_receipt())
            streams[order.id] = {'stream': stream, 'attachment': None}
        return {order_id: streams[order_id] for order_id in dict.fromkeys(res_ids)}

    def _gift_get_own_orders(self, report_ref, res_ids):
        """Return the orders (sudo) of a report that are drawn by us."""
        orders = self.env['sale.order'].browse(res_ids or [])
        if not orders or not self._is_sale_order_report(report_ref):
            return orders.browse()
        orders.check_access('read')
        orders_sudo = orders.sudo()  # who may read the order may have its paper
        if self.get_wkhtmltopdf_state() == 'install':
            return orders_sudo
        return orders_sudo.filtered(lambda order: order._gift_get_lines())
