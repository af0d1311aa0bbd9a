import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gift_base.insert import insert_once

CAUSES = [
    ('artwork', "Artwork wrong"),
    ('print', "Print or engraving bad"),
    ('article', "Wrong article"),
    ('transit', "Damaged on the way"),
    ('missing', "Missing"),
    ('other', "Something else"),
]
SOURCES = [('receipt', "At the receipt"), ('workshop', "In the workshop"),
           ('complaint', "By a customer")]  # fmt: skip
MAX_PHOTOS = 3
REPORTERS = ('purchase.group_purchase_user', 'stock.group_stock_user')


class GiftSupplierDefect(models.Model):
    """Pieces of a purchase line that are faulty or missing, and what the supplier does about it.

    Nobody writes it: it comes from :meth:`_report`, the supplier answers it, a buyer decides.
    """

    _name = 'gift.supplier.defect'
    _inherit = ['gift.state.mixin', 'mail.thread']
    _description = 'Defect of a delivery'
    _order = 'id desc'
    _state_transitions = {
        'answered': ('reported',),
        'decided': ('reported', 'answered'),
        'closed': ('decided',),
    }

    name = fields.Char(string="Defect", required=True, readonly=True)
    reference = fields.Char(required=True, readonly=True, help="A second click has the same.")
    purchase_line_id = fields.Many2one(
        'purchase.order.line', string="Line", required=True, readonly=True, ondelete='restrict',
        index=True,
    )  # fmt: skip
    order_id = fields.Many2one(
        'purchase.order', string="Order", required=True, readonly=True, ondelete='restrict',
        index=True,
    )  # fmt: skip
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    supplier_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, readonly=True, index=True
    )
    product_id = fields.Many2one('product.product', required=True, readonly=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    revision_hash = fields.Char(string="Design hash", readonly=True)
    picking_id = fields.Many2one('stock.picking', string="Receipt", readonly=True)
    parcel_id = fields.Many2one('gift.supplier.parcel', string="Parcel", readonly=True)
    reprint_id = fields.Many2one(
        'gift.reprint', string="Reprint", readonly=True, ondelete='restrict',
        groups='gift_base.group_production',
    )  # fmt: skip
    is_reprint = fields.Boolean(string="Made again for it", readonly=True)
    quantity = fields.Float(string="Pieces", required=True, readonly=True, digits='Product Unit')
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    source = fields.Selection(SOURCES, string="Found", required=True, readonly=True)
    note = fields.Char(readonly=True, help="The supplier reads it.")
    photo_ids = fields.One2many(
        'gift.supplier.defect.photo', 'defect_id', string="Photos", readonly=True
    )
    reported_by_id = fields.Many2one('res.users', string="Reported by", readonly=True)
    state = fields.Selection(
        [('reported', "Reported"), ('answered', "Answered"), ('decided', "Decided"),
         ('closed', "Closed")],
        required=True, readonly=True, default='reported', index=True, group_expand=True,
    )  # fmt: skip

    _name_uniq = models.Constraint('UNIQUE(name)', "Each defect has a number of its own.")
    _reference_uniq = models.Constraint('UNIQUE(reference)', "A defect is reported once.")

    # === REPORTING === #

    @api.model
    def _report(self, line, values, photos, *, reference):
        """Keep that pieces of a line are faulty and tell the supplier. Idempotent by ``reference``.

        :param line: purchase.order.line in sudo.
        :param dict values: ``quantity`` (line's unit), ``cause``, ``source``, and maybe ``note``,
            ``picking_id``, ``parcel_id``, ``reprint_id`` (ids).
        :param photos: gift.asset of photos that were decoded and written anew.
        :return: the defect (sudo).
        :raise UserError: when the line has fewer pieces that can be faulty.
        """
        defects_sudo = self.sudo()  # checked by who calls it; nobody writes defects
        line.order_id._gift_lock_answers()
        domain = [('reference', '=', reference)]
        known = defects_sudo.search(domain)
        if known:
            return known
        line._gift_check_defect(values)
        order = line.order_id
        insert_once(
            defects_sudo,
            {
                **values,
                'name': self.env['ir.sequence'].sudo().next_by_code('gift.supplier.defect'),
                'reference': reference,
                'purchase_line_id': line.id,
                'order_id': order.id,
                'company_id': order.company_id.id,
                'supplier_id': order.partner_id.commercial_partner_id.id,
                'product_id': line.product_id.id,
                'revision_hash': line.gift_revision_hash or None,
                'is_reprint': bool(values.get('reprint_id')),
                'state': 'reported',
                'reminders': 0,
                'reported_by_id': self.env.uid,
            },
        )
        line.invalidate_recordset(['gift_defect_ids'])  # written beside the ORM
        defect_sudo = defects_sudo.search(domain)
        defect_sudo.photo_ids.create(
            [{'defect_id': defect_sudo.id, 'asset_id': asset.id} for asset in photos]
        )
        defect_sudo._log(self.env._("Reported: %s", defect_sudo._get_sentence()))
        defect_sudo._ask_supplier()
        return defect_sudo

    def _log(self, text):
        """Note what happened, by whoever does it, at the defect and at its order."""
        self.ensure_one()
        self.message_post(body=text, subtype_xmlid='mail.mt_note')
        note = self.env._("%(defect)s: %(text)s", defect=self.name, text=text)
        self.order_id.message_post(body=note, subtype_xmlid='mail.mt_note')

    def _get_sentence(self):
        """Return what is wrong, in words."""
        self.ensure_one()
        causes = dict(self._fields['cause']._description_selection(self.env))
        return self.env._(
            "%(count)g × %(product)s – %(cause)s",
            count=self.quantity,
            product=self.product_id.display_name,
            cause=causes[self.cause],
        )

    # === ACCESS === #

    @api.model
    def _check_reporter(self):
        if not any(self.env.user.has_group(group) for group in REPORTERS):
            raise AccessError(self.env._("Only buyers and the stock team report defects."))

    def _check_buyer(self):
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide about defects."))
        self.check_access('read')

    @api.model
    def _make_reference(self):
        return uuid.uuid4().hex


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_defect_ids = fields.One2many(
        'gift.supplier.defect', 'purchase_line_id', string="Defects", readonly=True,
        groups='purchase.group_purchase_user,stock.group_stock_user',
    )  # fmt: skip

    def _gift_get_defect_left(self):
        """Return how many pieces (line's unit) are not reported yet."""
        self.ensure_one()
        counted = self.gift_defect_ids.filtered(lambda defect: defect.decision != 'withdrawn')
        return max(self.product_qty, self.qty_received) - sum(counted.mapped('quantity'))

    def _gift_check_defect(self, values):
        """Refuse defects of more pieces than the line has, and of orders that were not confirmed.

        :raise UserError: with how many there can be.
        """
        self.ensure_one()
        name = self.product_id.display_name
        if self.order_id.state != 'purchase':
            raise UserError(self.env._("%s is not confirmed: nothing can be faulty.", name))
        left = self._gift_get_defect_left()
        quantity = values['quantity']
        uom = self.product_uom_id
        if not quantity < float('inf') or uom.compare(quantity, 0) <= 0 or (
            uom.compare(quantity, left) > 0
        ):  # fmt: skip
            raise UserError(
                self.env._(
                    "%(left)g pieces of %(line)s can be reported. Please enter a quantity up to"
                    " that.",
                    left=left,
                    line=name,
                )
            )


class GiftSupplierDefectPhoto(models.Model):
    """A photo of a defect, decoded and written anew; the supplier sees it."""

    _name = 'gift.supplier.defect.photo'
    _description = 'Photo of a defect'
    _order = 'id'

    defect_id = fields.Many2one(
        'gift.supplier.defect', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='defect_id.company_id', store=True)
    asset_id = fields.Many2one(
        'gift.asset', string="Photo", required=True, readonly=True, ondelete='restrict'
    )
    url = fields.Char(compute='_compute_url')

    @api.depends('asset_id')
    def _compute_url(self):
        for photo in self:
            photo.url = f'/gift/defect/photo/{photo.id}.jpg'
