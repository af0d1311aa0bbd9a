from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from ..engine import schema

FREEZE_CHUNK = 25


class GiftNameList(models.Model):
    """A checked list into a cart: all of its rows or none, once."""

    _inherit = 'gift.name.list'

    # === REQUEST === #

    def _request_order(self, order):
        """Ask for all rows to be put into a cart; a second request changes nothing.

        Safe under simultaneous callers: the row of the list is locked.

        :param order: sale.order (sudo), the visitor's cart.
        :raise UserError: when rows are not checked or have an error; names the first ones.
        """
        self.ensure_one()
        self._gift_lock()
        if self.state in ('adding', 'added'):
            return
        if self.state != 'ready' or not self.row_ids:
            raise UserError(
                self.env._("The rows are still being checked. Please wait until that is done.")
            )
        self._refuse_errors()
        self.row_ids.revision_id = False
        self._gift_update_state('adding', order_id=order.id, problem=False)
        self._start_work()

    def _refuse_errors(self):
        wrong = self.row_ids.filtered('is_error').sorted('number')
        if wrong:
            numbers = ', '.join(str(number) for number in wrong[:5].mapped('number'))
            raise UserError(
                self.env._(
                    "%(count)s rows have to be mended first (row %(numbers)s). Nothing was put"
                    " into the cart.",
                    count=len(wrong),
                    numbers=f'{numbers}…' if len(wrong) > 5 else numbers,
                )
            )

    # === WORK === #

    def _add_chunk(self):
        """Freeze the next rows; when all are frozen, put them into the cart in one transaction."""
        self._check_cart()
        rows = self.env['gift.name.row'].search(
            [('list_id', '=', self.id), ('revision_id', '=', False)],
            order='number, id',
            limit=FREEZE_CHUNK,
        )
        if rows:
            self._freeze_rows(rows)
        else:
            self._put_into_cart()

    def _check_cart(self):
        if self.order_id.state != 'draft':
            raise UserError(
                self.env._(
                    "The cart was ordered or emptied meanwhile, so nothing was added. Please add"
                    " the list again."
                )
            )
        product = self.product_id
        if not (product.active and product.sale_ok and product.is_published):
            raise UserError(self.env._("This product is not offered at the moment."))

    def _freeze_rows(self, rows):
        """Give each row its revision, through the same guard as every design.

        :raise UserError: with the rows that have an error now; the row keeps it.
        """
        rows._check()
        if any(rows.mapped('is_error')):
            self._gift_update_state('ready', problem=self._get_late_problem(rows))
            return
        designs = {row: row._get_engine_design() for row in rows}
        hashes = {row: schema.content_hash(design) for row, design in designs.items()}
        revisions = self.env['gift.design.revision']._find_or_create_many(
            {hashes[row]: design for row, design in designs.items()},
            self.template_id,
            self.asset_ids,
        )
        for row in rows:
            row.revision_id = revisions[hashes[row]]

    def _get_late_problem(self, rows):
        wrong = rows.filtered('is_error').sorted('number')
        return self.env._(
            "Row %(number)s: %(problem)s Nothing was put into the cart.",
            number=wrong[0].number,
            problem=' '.join(entry['message'] for entry in wrong[0]._get_messages()[:1]),
        )

    def _put_into_cart(self):
        groups = defaultdict(int)
        for row in self.row_ids.sorted(lambda row: (row.number, row.id)):
            groups[row.product_id, row.revision_id, row.recipient or ''] += row.quantity
        order_sudo = self.order_id.sudo().with_company(self.order_id.company_id)  # the list's own
        order_sudo._gift_lock_rows()
        order_sudo.with_context(website_id=self.website_id.id)._gift_add_many(groups)
        self._gift_update_state('added')


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_add_many(self, groups):
        """Add frozen designs to the cart at once: equal ones merge, as in `_cart_add`.

        :param dict groups: quantity by ``(product, revision, recipient)``.
        :raise UserError: when the stock does not allow all of them.
        """
        self.ensure_one()
        self._gift_check_quantities(groups)
        existing = {
            (line.product_id, line.gift_revision_id, line.gift_recipient or ''): line
            for line in self.order_line
            if line.gift_revision_id and not line.linked_line_id and not line.gift_parcel_id
        }
        blank = {}
        created = []
        for (product, revision, recipient), quantity in groups.items():
            line = existing.get((product, revision, recipient))
            if line and line.product_uom_id == product.uom_id:
                line.product_uom_qty += quantity
                continue
            if product not in blank:
                blank[product] = self._prepare_order_line_values(product.id, 1, product.uom_id.id)
            created.append(
                {
                    **blank[product],
                    'product_uom_qty': quantity,
                    'gift_revision_id': revision.id,
                    'gift_recipient': recipient or False,
                }
            )
        lines = self.env['sale.order.line'].create(created)
        for line in lines:
            line._check_validity()
        self._verify_cart_after_update()
        return lines

    def _gift_check_quantities(self, groups):
        """Refuse what the stock does not allow: a list is added as a whole.

        :raise UserError: with the variant and how many there are.
        """
        wanted = defaultdict(int)
        for (product, _revision, _recipient), quantity in groups.items():
            wanted[product] += quantity
        lines = self.env['sale.order.line']
        for product, quantity in wanted.items():
            allowed, _warning = self._verify_updated_quantity(
                lines, product.id, quantity, uom_id=product.uom_id.id
            )
            if allowed < quantity:
                raise UserError(
                    self.env._(
                        "“%(product)s”: the list needs %(wanted)s pieces, %(allowed)s can be"
                        " ordered now. Nothing was put into the cart.",
                        product=product.display_name,
                        wanted=quantity,
                        allowed=max(0, int(allowed)),
                    )
                )
