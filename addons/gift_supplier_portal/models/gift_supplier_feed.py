from odoo import api, fields, models
from odoo.exceptions import UserError

UNSENT = ('uploaded', 'checking', 'checked')
BUSY = ('checking', 'applying')


class GiftSupplierFeed(models.Model):
    """A list of prices and stock that a supplier's contact has sent; its file is kept.

    The file is read and checked row by row in the background, the contact sees what it would change
    and sends it, stock and small changes apply by themselves, the buyer decides about the rest.
    """

    _name = 'gift.supplier.feed'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'gift.state.mixin']
    _description = 'Price list of a supplier'
    _order = 'id desc'
    _state_transitions = {
        'checking': ('uploaded', 'checked'),
        'checked': ('checking',),
        'uploaded': ('checking',),  # the file could not be read that way
        'applying': ('checked', 'waiting'),
        'waiting': ('applying',),
        'applied': ('applying', 'waiting'),
        'refused': ('applying', 'waiting'),
        'dropped': UNSENT,
    }

    name = fields.Char(string="List", required=True, readonly=True)
    supplier_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, readonly=True, ondelete='cascade',
        index=True,
    )  # fmt: skip
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    contact_id = fields.Many2one(
        'gift.supplier.contact', string="Contact", readonly=True, ondelete='set null'
    )
    contact_name = fields.Char(string="Sent by", readonly=True)
    lang = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ('uploaded', "Columns to be chosen"),
            ('checking', "Being checked"),
            ('checked', "Checked, not sent"),
            ('applying', "Being taken over"),
            ('waiting', "To decide"),
            ('applied', "Taken over"),
            ('refused', "Refused"),
            ('dropped', "Dropped"),
        ],
        required=True, default='uploaded', readonly=True, index=True,
    )  # fmt: skip
    file = fields.Binary(readonly=True, attachment=True)
    has_headings = fields.Boolean(readonly=True)
    sample = fields.Json(readonly=True, help="The first rows of the file.")
    columns = fields.Json(readonly=True, help="What each column means, by its number.")
    encoding = fields.Char(readonly=True)
    problem = fields.Char(readonly=True)
    line_ids = fields.One2many('gift.supplier.feed.line', 'feed_id', readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    done_count = fields.Integer(string="Done", readonly=True)
    new_count = fields.Integer(string="New prices", readonly=True)
    changed_count = fields.Integer(string="Changed prices", readonly=True)
    stock_count = fields.Integer(string="Changed stock", readonly=True)
    same_count = fields.Integer(string="Unchanged", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    waiting_count = fields.Integer(string="To decide", compute='_compute_waiting_count')
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    stock_at_once = fields.Boolean(readonly=True)

    @api.depends('line_ids.state')
    def _compute_waiting_count(self):
        counts = self.env['gift.supplier.feed.line']._read_group(
            [('feed_id', 'in', self.ids), ('state', '=', 'waiting')], ['feed_id'], ['__count']
        )
        found = dict(counts)
        for feed in self:
            feed.waiting_count = found.get(feed, 0)

    # === UPLOAD === #

    @api.model
    def _receive(self, contact, data, file_name):
        """Keep a file of a contact; lists of the supplier that were not sent are dropped for it.

        When every column is known, checking begins at once.

        :param contact: gift.supplier.contact in sudo.
        :param bytes data: untrusted.
        :return: the list (sudo).
        :raise UserError: with what is wrong with the file; nothing is kept then.
        """
        feeds_sudo = self.sudo()  # the contact's own
        supplier = contact.supplier_id
        values = self._prepare_file(supplier, data)
        self.env['gift.supplier.feed.profile']._lock(supplier)
        older = feeds_sudo.search([('supplier_id', '=', supplier.id), ('state', 'in', UNSENT)])
        older._drop(self.env._("A newer file took its place."))
        feed_sudo = feeds_sudo.create(
            {
                **values,
                'name': ' '.join(str(file_name or '').split())[-80:] or self.env._("Price list"),
                'supplier_id': supplier.id,
                'company_id': self.env.company.id,
                'contact_id': contact.id,
                'contact_name': contact.partner_id.name,
                'lang': contact.partner_id.lang or self.env.lang,
            }
        )
        if feed_sudo._are_columns_enough(feed_sudo.columns):
            feed_sudo._start_check()
        return feed_sudo

    def _drop(self, reason):
        """Give lists up that were not sent; their rows go, the file stays."""
        dropped = self._gift_update_state('dropped', problem=reason)
        dropped.line_ids.unlink()

    # === COLUMNS === #

    @api.model
    def _are_columns_enough(self, columns):
        """Return whether a list says of which product and at least one thing about it."""
        found = set((columns or {}).values())
        return bool(found & {'code', 'reference'} and found & {'price', 'stock', 'delay'})

    def _set_columns(self, columns, *, has_headings):
        """Say what the columns mean, remember it for the supplier and check the rows anew.

        :param dict columns: untrusted: meaning by number of the column.
        :raise UserError: when a list with these columns would say nothing.
        """
        self.ensure_one()
        profile_sudo = self.env['gift.supplier.feed.profile']._lock(self.supplier_id)
        self._gift_lock()
        if self.state not in UNSENT:
            raise UserError(self.env._("This list was sent already. Upload the file once more."))
        width = len(self.sample[0])
        labels = self._get_meaning_labels()
        kept = {
            str(number): columns[str(number)]
            for number in range(width)
            if columns.get(str(number)) in labels
        }
        if len(set(kept.values())) < len(kept):
            raise UserError(self.env._("Two columns have the same meaning. Choose one of them."))
        if not self._are_columns_enough(kept):
            raise UserError(
                self.env._(
                    "Choose the column with your item number or our reference, and one with the"
                    " price, the stock or the lead time."
                )
            )
        if has_headings:
            profile_sudo._remember(self._get_headings_by_meaning(kept))
        self.line_ids.unlink()
        if self.state == 'checking':
            self._gift_update_state('uploaded')
        self._start_check(columns=kept, has_headings=has_headings)

    def _start_check(self, **values):
        self._gift_update_state('checking', problem=False, row_count=0, done_count=0, **values)
        self._start_work()

    # === SENDING === #

    def _send(self):
        """Hand a checked list in. Idempotent.

        What waits of an older list for the same products and quantities is refused: the newer word
        counts. A list that is being taken over is finished first.

        :raise UserError: when there is nothing to send.
        """
        self.ensure_one()
        self.env['gift.supplier.feed.profile']._lock(self.supplier_id)
        self._gift_lock()
        if self.state not in (*UNSENT, 'dropped'):
            return
        if self.state != 'checked':
            raise UserError(
                self.env._("This list cannot be sent as it is. Reload the page, please.")
            )
        if self.error_count == self.row_count:
            raise UserError(
                self.env._("Every row has an error. Mend the file and upload it again.")
            )
        parameters_sudo = self.env['ir.config_parameter'].sudo()
        at_once = parameters_sudo.get_param('gift_supplier_portal.stock_waits') != 'True'
        self.line_ids._hand_in(self, at_once)
        self._gift_update_state(
            'applying', sent_date=fields.Datetime.now(), stock_at_once=at_once, done_count=0
        )
        self._start_work()

    def _give_up(self):
        """Drop a list by wish of its contact.

        :raise UserError: when it was sent already.
        """
        self.ensure_one()
        self.env['gift.supplier.feed.profile']._lock(self.supplier_id)
        self._drop(self.env._("It was dropped by %s.", self.contact_name))

    # === BUTTONS === #

    def action_view_lines(self):
        """Button: show the rows."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_supplier_portal.gift_supplier_feed_line_action'
        )
        name = 'to_decide' if self.state == 'waiting' else 'changes'
        return {
            **action,
            'domain': [('feed_id', '=', self.id)],
            'context': {f'search_default_{name}': 1},
        }

    # === PROGRESS === #

    def _get_progress(self):
        """Return ``{'state', 'done', 'total', 'is_busy'}`` for the progress bar."""
        self.ensure_one()
        return {
            'state': self.state,
            'done': self.done_count,
            'total': self.row_count,
            'is_busy': self.state in BUSY,
        }
