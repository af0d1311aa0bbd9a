import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

WISHES = [
    ('replacement', "A new one"),
    ('refund', "Money back"),
    ('other', "Something else"),
]
OUTCOMES = [('replacement', "Made again"), ('refund', "Paid back"), ('other', "Answered")]
MAX_PHOTOS = 4


class GiftOrderRequest(models.Model):
    """Something is wrong with a gift that has arrived: made again, paid back, or declined."""

    _inherit = 'gift.order.request'

    cause_id = fields.Many2one(
        'gift.reprint.cause', string="What is wrong", readonly=True, ondelete='restrict'
    )
    wish = fields.Selection(WISHES, string="What the customer wants", readonly=True)
    outcome = fields.Selection(OUTCOMES, string="What we did", readonly=True)
    photo_ids = fields.One2many(
        'gift.order.request.photo', 'request_id', string="Photos", readonly=True
    )
    new_job_id = fields.Many2one(
        'gift.job', string="Made again as", readonly=True, ondelete='restrict'
    )
    pictures = fields.Html(compute='_compute_pictures', sanitize=False, compute_sudo=True)

    # === ASKING === #

    @api.model
    def _request_complaint(self, order, line, values, *, photos, reference, author):
        """Tell the shop that something is wrong with a gift. Call it in sudo. Idempotent.

        :param line: order line that has left the house.
        :param dict values: ``quantity``, ``cause`` (may be empty), ``wish`` and ``reason``.
        :param photos: gift.asset of decoded photos.
        :param str reference: made by the page; the same one asks once.
        :return: the request.
        :raise UserError: what is missing, or that we look at it already.
        """
        order._gift_touch()
        known = self._find(order, reference)
        if known:
            return known
        self._check_complaint(order, line, values, photos)
        request = self.create(
            {
                'order_id': order.id,
                'kind': 'complaint',
                'reason': self._clean_text(values['reason']),
                'cause_id': values['cause'].id,
                'wish': values['wish'],
                'reference': reference,
                'author_id': author.id,
                'line_ids': [
                    Command.create({'sale_line_id': line.id, 'quantity': values['quantity']})
                ],
                'photo_ids': [Command.create({'asset_id': asset.id}) for asset in photos],
            }
        )
        return request._start(self.env._("after the delivery"))

    @api.model
    def _check_complaint(self, order, line, values, photos):
        """:raise UserError: with what the customer has to do."""
        if line not in order._gift_get_delivered_lines():
            raise UserError(self.env._("Please choose the gift that something is wrong with."))
        left = line._gift_get_delivered_qty()
        if not 0 < values['quantity'] <= left:
            raise UserError(self.env._("Please choose between 1 and %(count)g pieces.", count=left))
        if values['wish'] not in dict(WISHES):
            raise UserError(self.env._("Please choose what we should do."))
        if not photos and (values['cause'].needs_photo or not values['cause']):
            raise UserError(self.env._("Please add a photo, so that we see what is wrong."))
        open_ones = order.gift_request_ids.filtered(
            lambda request: request.kind == 'complaint' and request.state == 'open'
        )
        if line in open_ones.line_ids.sale_line_id:
            raise UserError(
                self.env._("We look at your complaint about this gift already and will answer.")
            )

    # === ANSWERING === #

    def _do_complaint(self):
        """Do what staff have chosen: a new piece, money, or only the answer."""
        if self.outcome == 'replacement':
            self._make_again()
        elif self.outcome == 'refund':
            self._owe(self.amount)

    def _make_again(self):
        """Start the linked job of the same approved design; it costs nothing."""
        [entry] = self.line_ids
        if self.is_plain:
            self._send_again()
            return
        job = self._get_shipped_job(entry.sale_line_id, entry.quantity)
        photo = self.photo_ids[:1].asset_id
        self.new_job_id = job._reprint(
            self.cause_id,
            entry.quantity,
            reference=f'request-{self.id}',
            note=self.reason,
            photo=base64.b64encode(photo._get_bytes('screen')) if photo else False,
        )

    def _get_shipped_job(self, line, quantity):
        jobs = (line.gift_job_ids | line.gift_reprint_job_ids).filtered(
            lambda job: (
                job.stage == 'shipped'
                and line.product_uom_id.compare(job._gift_get_good_quantity(), quantity) >= 0
            )
        )
        if not jobs:
            raise UserError(
                self.env._(
                    "“%s” has no job from which so many pieces could be made again. Send it with a"
                    " delivery by hand, or pay the money back.",
                    line.name_short,
                )
            )
        return jobs.sorted('id')[-1]

    def _check_acceptable(self, values):
        """Override to look for what is made again, and what is left to be paid back."""
        super()._check_acceptable(values)
        if values.get('outcome') == 'replacement':
            if not values['cause_id']:
                raise UserError(self.env._("Please choose what went wrong."))
            for entry in self.line_ids if not self.is_plain else ():
                self._get_shipped_job(entry.sale_line_id, entry.quantity)
        elif values.get('outcome') == 'refund':
            self._check_amount(values['amount'])

    def _check_amount(self, amount):
        left = self.order_id._gift_get_left()
        if not amount > 0 or self.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Please enter an amount above zero, at most %s: more was not paid, or went"
                    " back already.",
                    self.currency_id.format(left),
                )
            )

    def _get_amount_now(self):
        """Override to propose the price of the pieces, as far as it was paid."""
        if self.kind != 'complaint' or self.state != 'open':
            return super()._get_amount_now()
        price = sum(entry._get_price() for entry in self.line_ids)
        return self.currency_id.round(min(price, self.order_id._gift_get_left()))

    # === READING === #

    @api.depends('kind', 'photo_ids', 'line_ids.sale_line_id')
    def _compute_pictures(self):
        for request in self:
            shown = request.kind == 'complaint'
            request.pictures = request._render_pictures() if shown else False

    def _render_pictures(self):
        """Return what the customer sent beside what was approved and what was packed."""
        figure = Markup(
            '<figure class="col-6 col-lg-3"><a href="%(url)s" target="_blank">'
            '<img class="img-fluid border rounded w-100" src="%(url)s" alt="%(label)s"/></a>'
            '<figcaption class="small text-muted">%(label)s</figcaption></figure>'
        )
        figures = (figure % {'url': url, 'label': label} for label, url in self._get_pictures())
        return Markup('<div class="row g-3">%s</div>') % Markup().join(figures)

    def _get_pictures(self):
        """Return ``[(label, address), …]``: photos, design, approved proof, photos at packing."""
        found = [(self.env._("The customer's photo"), photo.url) for photo in self.photo_ids]
        for line in self.line_ids.sale_line_id.filtered('gift_revision_id'):
            jobs = line.gift_job_ids | line.gift_reprint_job_ids
            found.append((self.env._("Design"), line._gift_get_preview_url()))
            proof = line.gift_job_ids._gift_get_approved_proof() if line.gift_job_ids else None
            if proof:
                label = self.env._("Approved proof, version %s", proof.number)
                found.append((label, proof._get_picture_url()))
            checks = jobs.packing_check_ids.filtered('photo_url')
            found += [(self.env._("At packing, %s", c.job_id.name), c.photo_url) for c in checks]
        return found

    def action_make_again(self):
        """Button: open the window that makes the gift again."""
        return self._open_answer('replacement', self.env._("Make it again"))

    def action_pay_back(self):
        """Button: open the window that pays money back."""
        return self._open_answer('refund', self.env._("Pay back"))


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_delivered_lines(self):
        """Return the lines of which pieces have left the house, as the customer chooses them."""
        self.ensure_one()
        if self.state != 'sale':
            return self.order_line.browse()
        return self.order_line.filtered(
            lambda line: line._gift_is_sendable() and line._gift_get_delivered_qty() > 0
        )

    def _gift_get_request_ways(self):
        """Override to ask what is wrong once something has left the house."""
        ways = super()._gift_get_request_ways()
        if self._gift_get_delivered_lines():
            label = self.env._("Something is wrong with a gift")
            ways.append(self._gift_prepare_way('complaint', label, 'fa-frown-o'))
        return ways

    def _gift_credit_part(self, entries, amount):
        """Credit an amount for pieces that stay sold, where they were invoiced.

        :param entries: the gift.order.request.line of the pieces.
        :return: the posted credit note, or an empty recordset.
        """
        self.ensure_one()
        if not self._gift_get_invoices() or not amount:
            return self.env['account.move']
        values = entries._prepare_credit(amount)
        return self._gift_post_credit_note([values], entries.request_id.display_name)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_delivered_qty(self):
        """Return how many pieces of the line have left the house (sudo)."""
        self.ensure_one()
        if self.gift_job_ids.stage == 'shipped':
            return self.product_uom_qty
        parts = self.linked_line_ids.filtered(lambda line: line.combo_item_id)
        if parts:  # a combo has arrived as far as each of its parts
            shares = (p._gift_get_delivered_qty() / (p.product_uom_qty or 1.0) for p in parts)
            return self.product_uom_qty * min(shares)
        return min(self.qty_delivered, self.product_uom_qty)
