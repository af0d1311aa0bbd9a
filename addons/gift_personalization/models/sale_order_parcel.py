from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MAX_PARCELS = 50


class SaleOrder(models.Model):
    """Several recipients in one order: one payment, one invoice, a parcel for each of them."""

    _inherit = 'sale.order'

    gift_parcel_ids = fields.One2many(
        'gift.parcel',
        'order_id',
        string="Recipients",
        copy=False,
        groups='gift_base.group_production',
    )
    gift_is_divided = fields.Boolean(
        compute='_compute_gift_is_divided',
        store=True,
        help="A part of the order goes to a recipient of its own.",
    )

    @api.depends('order_line.gift_parcel_id', 'order_line.product_uom_qty')
    def _compute_gift_is_divided(self):
        for order in self:
            order.gift_is_divided = any(
                line.gift_parcel_id and line._gift_is_sendable() for line in order.order_line
            )

    # === READING === #

    def _gift_get_sendable_lines(self):
        """Return the lines of the cart that can be given to a recipient."""
        self.ensure_one()
        return self.order_line.filtered(lambda line: line._gift_is_sendable())

    def _gift_get_parts(self):
        """Return ``[(parcel or empty parcel, lines), …]`` of what is sent; the own address first.

        Parcels without lines are left out.
        """
        self.ensure_one()
        lines = self.sudo()._gift_get_sendable_lines().grouped('gift_parcel_id')
        return sorted(lines.items(), key=lambda part: part[0].id or 0)

    # === CART === #

    def _gift_check_open(self):
        """Refuse changes of the recipients of what is being paid or was ordered.

        :raise UserError: with what the customer can do.
        """
        self.ensure_one()
        paying = self.sudo().transaction_ids.filtered(
            lambda tx: tx.state not in ('draft', 'cancel', 'error')
        )
        if self.state != 'draft' or paying:
            raise UserError(
                self.env._(
                    "This order is being paid, so its recipients stay as they are. Write to us if"
                    " one of them has to be changed."
                )
            )

    def _gift_add_parcel(self, values):
        """Add a recipient to the cart.

        :param dict values: checked values of a `gift.parcel`.
        :raise UserError: when the cart has too many.
        """
        self.ensure_one()
        self._gift_lock_rows()
        self._gift_check_open()
        if len(self.sudo().gift_parcel_ids) >= MAX_PARCELS:
            raise UserError(
                self.env._(
                    "An order can have %s recipients. Please place another order for the others.",
                    MAX_PARCELS,
                )
            )
        return self.env['gift.parcel'].sudo().create({**values, 'order_id': self.id})

    def _gift_add_parcels(self, values_list, line=None, seen=0):
        """Add many recipients to the cart, all or none, and give each of them one gift.

        :param list values_list: checked values of `gift.parcel`.
        :param line: line of the own address of which everyone gets a piece; pieces are added to
            the cart where there are too few.
        :param int seen: how many recipients the customer saw, so that a second click adds nobody.
        :raise UserError: when the cart has changed, has too many, or pieces are not there.
        """
        self.ensure_one()
        self._gift_lock_rows()
        self._gift_check_open()
        self.invalidate_recordset(['gift_parcel_ids'])
        self._gift_check_many(len(values_list), seen)
        parcels = self.env['gift.parcel'].sudo()  # the visitor's own cart
        parcels = parcels.create([{**values, 'order_id': self.id} for values in values_list])
        if line:
            self._gift_ensure_pieces(line, len(parcels))
            shown = line.product_uom_qty
            self._gift_assign_parcels([(line, parcel, 1, shown) for parcel in parcels])
        return parcels

    def _gift_check_many(self, count, seen):
        known = len(self.sudo().gift_parcel_ids)
        if not count:
            raise UserError(self.env._("Please choose the people to be added."))
        if known != seen:
            raise UserError(
                self.env._("Your recipients have changed meanwhile. Please look at the list again.")
            )
        if known + count > MAX_PARCELS:
            raise UserError(
                self.env._(
                    "An order can have %(limit)s recipients, and this would be %(count)s. Please"
                    " choose fewer people and place another order for the others.",
                    limit=MAX_PARCELS,
                    count=known + count,
                )
            )

    def _gift_ensure_pieces(self, line, count):
        """Let the cart have at least so many pieces of the line.

        :raise UserError: when they are not in stock.
        """
        if line.product_uom_qty >= count:
            return
        result = self._cart_update_line_quantity(line.id, count)
        if line.product_uom_qty < count:
            raise UserError(
                result.get('warning')
                or self.env._("There are not enough pieces of “%s”.", line.name_short)
            )

    def _gift_remove_parcel(self, parcel):
        """Take a recipient away; the gifts go to the order's own address again."""
        self.ensure_one()
        self._gift_lock_rows()
        self._gift_check_open()
        for line in parcel._get_goods():
            line._gift_assign(parcel.browse(), line.product_uom_qty)
        parcel.unlink()
        self._verify_cart_after_update()

    def _gift_assign_parcels(self, moves):
        """Give lines or parts of them to recipients: all of the moves or none.

        :param list moves: ``(line, parcel, quantity, shown)``: ``quantity`` pieces of the line go
            to the parcel (empty: the own address); ``shown`` is how many the customer saw.
        :raise UserError: when the cart has changed meanwhile or a quantity is not possible.
        """
        self.ensure_one()
        self._gift_lock_rows()
        self._gift_check_open()
        for line, _parcel, quantity, shown in moves:
            self._gift_check_move(line, quantity, shown)
        for line, parcel, quantity, _shown in moves:
            if line.exists():  # else it has joined an equal line that came before
                line._gift_assign(parcel, quantity)
        self._verify_cart_after_update()

    def _gift_check_move(self, line, quantity, shown):
        """Refuse to move what the customer did not see, or a part of what stays together."""
        if line.product_uom_id.compare(line.product_uom_qty, shown):
            raise UserError(
                self.env._(
                    "Your cart has changed meanwhile: there are %(count)g pieces of"
                    " “%(product)s”. Please look at it again.",
                    count=line.product_uom_qty,
                    product=line.name_short,
                )
            )
        is_whole = quantity == line.product_uom_qty or not quantity % 1
        if not is_whole or not 0 < quantity <= line.product_uom_qty:
            raise UserError(
                self.env._(
                    "“%(product)s”: please choose between 1 and %(count)g pieces.",
                    count=line.product_uom_qty,
                    product=line.name_short,
                )
            )
        if quantity < line.product_uom_qty and not line._gift_can_be_split():
            raise UserError(
                self.env._(
                    "“%s” cannot be divided. Please send all of it to one person.", line.name_short
                )
            )

    # === READINESS === #

    def _gift_get_parcel_problem(self):
        """Return the sentence that says why the parcels cannot be sent, or an empty string."""
        self.ensure_one()
        if not self.gift_is_divided:
            return ''
        known = {}
        for parcel, _lines in self._gift_get_parts():
            problem = parcel and parcel._get_problem(known)
            if problem:
                return problem
        return ''

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to say which recipient has no address.

        :raise ValidationError: with the recipient.
        """
        problem = self._gift_get_parcel_problem()
        if problem:
            raise ValidationError(problem)
        return super()._check_cart_is_ready_to_be_paid()

    def action_confirm(self):
        """Override of `sale` to forget recipients that get nothing."""
        for order in self.sudo().filtered(lambda order: order.gift_parcel_ids):
            order.gift_parcel_ids.filtered(lambda parcel: not parcel._get_goods()).unlink()
        return super().action_confirm()


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _get_problem(self, known=None):
        """Return the sentence that says why the parcel cannot be sent, or an empty string.

        :param dict known: fiscal positions of other parcels, see `_gift_get_fiscal_position`.
        """
        self.ensure_one()
        is_asked_later = self.asks_address and self.country_id and not self.street
        if not self._has_address() and not is_asked_later:
            return self.env._(
                "The address of %s is missing. Please open your cart and add it.", self.name
            )
        partner, order = self._get_virtual_partner(), self.order_id
        if order.fiscal_position_id != order._gift_get_fiscal_position(partner, known):
            return self.env._(
                "Other taxes apply at the address of %(name)s (%(country)s) than to the rest of"
                " your order. Please order this gift by itself, with that address as the delivery"
                " address.",
                name=self.name,
                country=self.country_id.name,
            )
        carrier = self._get_carrier()
        if carrier and not self._is_served_by(carrier):
            return self._get_carrier_refusal(carrier)
        return ''
