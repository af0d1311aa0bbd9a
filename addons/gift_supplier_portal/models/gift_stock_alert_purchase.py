from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class GiftStockAlert(models.Model):
    """From alerts to purchases."""

    _inherit = 'gift.stock.alert'

    def action_purchase(self):
        """Button: ask the suppliers for what is proposed, one request for each of them.

        The stock is looked at once more: what somebody has ordered meanwhile is not ordered again,
        so pressing twice makes one.
        """
        self._check_buyer()
        alerts_sudo = self.sudo()  # checked above; nobody writes alerts
        for company_sudo, alerts in alerts_sudo.grouped('company_id').items():
            self._check_company(company_sudo.sudo(False), alerts.product_id)
        alerts_sudo.invalidate_recordset()
        short = alerts_sudo.filtered(lambda alert: alert._is_to_be_ordered())
        buyable = short.filtered('supplier_id')
        if short and not buyable:
            names = ', '.join(short.product_id.mapped('display_name')[:10])
            raise UserError(
                self.env._(
                    "Nobody sells %(products)s to us yet. Add a supplier with a price on the"
                    " product's page *Purchase*, then try again.",
                    products=names,
                )
            )
        for key, alerts in buyable.grouped(lambda alert: alert._get_purchase_key()).items():
            alerts._create_purchase(*key)
        for company_sudo, alerts in buyable.grouped('company_id').items():
            self._check_company(company_sudo.sudo(False), alerts.product_id)
        self.env['gift.stock.digest']._close(alerts_sudo)
        return alerts_sudo._show_purchases(short - buyable)

    def _is_to_be_ordered(self):
        self.ensure_one()
        return self.state in ('open', 'snoozed') and self.proposed_quantity > 0

    def _get_purchase_key(self):
        """Return what alerts of one request have in common."""
        self.ensure_one()
        return self.supplier_id, self.warehouse_id, self.currency_id

    def _create_purchase(self, supplier, warehouse, currency):
        """Create one request for quotation; the prices come from the supplier's price list."""
        company = warehouse.company_id
        order = (
            self.env['purchase.order']
            .with_company(company)
            .create(
                {
                    'partner_id': supplier.id,
                    'company_id': company.id,
                    'currency_id': currency.id or company.currency_id.id,
                    'picking_type_id': warehouse.in_type_id.id,
                    'user_id': self.env.uid,
                    'origin': self.env._("Stock alerts"),
                    'order_line': [
                        Command.create(alert._prepare_purchase_line()) for alert in self
                    ],
                }
            )
        )
        for alert, line in zip(self, order.order_line.sorted('id'), strict=True):
            alert.purchase_line_id = line

    def _prepare_purchase_line(self):
        self.ensure_one()
        return {
            'product_id': self.product_id.id,
            'product_qty': self.proposed_quantity,
            'product_uom_id': self.proposed_uom_id.id,
        }

    def _show_purchases(self, without_supplier):
        """Return the action that shows the purchases of the alerts, and names what has none."""
        orders = self.purchase_id.filtered(lambda order: order.state != 'cancel')
        action = self.env['ir.actions.act_window']._for_xml_id('purchase.purchase_rfq')
        action |= {'context': {}, 'domain': [('id', 'in', orders.ids)]}
        if len(orders) == 1:
            action |= {'views': [(False, 'form')], 'view_mode': 'form', 'res_id': orders.id}
        if not without_supplier and orders:
            return action
        if without_supplier:
            text = self.env._(
                "Without a supplier, so not ordered: %(products)s",
                products=', '.join(without_supplier.product_id.mapped('display_name')[:10]),
            )
        else:
            text = self.env._("Nothing is left to be ordered: it is on its way, or back in stock.")
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'message': text,
                'next': action if orders else {'type': 'ir.actions.act_window_close'},
            },
        }
