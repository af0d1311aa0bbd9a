from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _sanity_check(self, separate_pickings=True):
        """Override of `stock` to refuse a delivery early, before any wizard opens."""
        result = super()._sanity_check(separate_pickings=separate_pickings)
        moves = self.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        # Nothing marked as picked: Odoo is going to mark everything.
        (moves.filtered('picked') or moves)._gift_check_jobs()
        return result

    def _gift_validate_complete(self):
        """Validate a delivery as a whole, for the scan page. Call it in sudo.

        :raise UserError: when something is missing, so that a person has to decide.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        if any(move.state != 'assigned' for move in moves):
            self.action_assign()
        short = moves.filtered(
            lambda move: move.product_uom.compare(move.quantity, move.product_uom_qty) < 0,
        )
        if short:
            raise UserError(
                self.env._(
                    "Delivery %(picking)s is not complete: %(products)s not in stock. Decide in"
                    " Inventory what is sent.",
                    picking=self.name,
                    products=", ".join(short.product_id.mapped('display_name')),
                )
            )
        moves.picked = True
        self.with_context(skip_sms=self._gift_has_open_sms_question()).button_validate()
        if self.state != 'done':
            raise UserError(
                self.env._(
                    "Delivery %s needs a decision. Open it in Inventory and validate it there.",
                    self.name,
                )
            )

    def _gift_has_open_sms_question(self):
        """Return whether Odoo would ask if it may send paid text messages about deliveries.

        Nobody can answer at the scanner, so until a person has, no text message is sent.
        """
        company_sudo = self.company_id.sudo()  # production has no rights on the company's settings
        answered = 'has_received_warning_stock_sms'  # field of the addon `stock_sms`
        return answered in company_sudo._fields and not company_sudo[answered]
