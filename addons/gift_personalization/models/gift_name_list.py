import hashlib
import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

from odoo.addons.gift_base.tools import signed_token

PAGE_KEY = re.compile(r'n(\d{1,9})\.[0-9a-f]{32}')
# target: states that lead to it
TRANSITIONS = {
    'draft': ('checking', 'ready'),
    'checking': ('draft', 'ready'),
    'ready': ('checking', 'adding', 'added'),
    'adding': ('ready',),
    'added': ('adding',),
}


class GiftNameList(models.Model):
    """A list of names for one product: every row becomes a gift of its own, all in one order.

    From outside it is opened only by its key, of which only the hash is stored. Work that takes
    long (laying out the rows, freezing them) is done by `_cron_work`.
    """

    _name = 'gift.name.list'
    _inherit = ['gift.state.mixin', 'gift.kept.mixin']
    _description = 'List of names'
    _order = 'write_date desc, id desc'
    _state_transitions = TRANSITIONS

    name = fields.Char(required=True, readonly=True)
    key_hash = fields.Char(required=True, readonly=True, groups='base.group_system')
    partner_id = fields.Many2one('res.partner', index='btree_not_null', ondelete='cascade')
    website_id = fields.Many2one('website', required=True, readonly=True, ondelete='cascade')
    lang = fields.Char(string="Language", readonly=True)
    product_id = fields.Many2one('product.product', required=True, ondelete='cascade', index=True)
    template_id = fields.Many2one('gift.template', required=True, ondelete='cascade')
    base_values = fields.Json(help="What all rows share: the design the list was started with.")
    asset_ids = fields.Many2many('gift.asset', string="Photos")
    state = fields.Selection(
        [
            ('draft', "Without rows"),
            ('checking', "Being checked"),
            ('ready', "Checked"),
            ('adding', "Being put into the cart"),
            ('added', "In the cart"),
        ],
        required=True,
        readonly=True,
        default='draft',
        index=True,
    )

    # === FILE === #
    source_name = fields.Char(string="File", readonly=True)
    table = fields.Json(readonly=True, help="Cells of the file as they were read.")
    encoding = fields.Char(readonly=True)
    repaired = fields.Integer(string="Mended cells", readonly=True)
    has_headings = fields.Boolean(readonly=True)
    columns = fields.Json(readonly=True, help="Target by number of the column.")

    # === ROWS AND ORDER === #
    row_ids = fields.One2many('gift.name.row', 'list_id', string="Rows", readonly=True)
    order_id = fields.Many2one(
        'sale.order', string="Cart", readonly=True, ondelete='set null', index='btree_not_null'
    )
    problem = fields.Char(readonly=True, help="Why the rows were not put into the cart.")

    _key_hash_uniq = models.Constraint('UNIQUE(key_hash)', "A key opens one list.")

    # === KEYS === #

    @api.model
    def _create_for(self, product, values, *, assets, website, partner=None):
        """Create a list for a product on the base of a design.

        :param dict values: untrusted values by zone key.
        :param assets: gift.asset the values may refer to.
        :return: ``(list, key)`` in sudo; the key cannot be had again.
        :raise UserError: when the values are malformed or refer to somebody else's photo.
        """
        designs = self.env['gift.design']
        parsed = designs._parse(designs._build_content(product, values, assets))
        key = secrets.token_urlsafe(24)
        list_sudo = self.sudo().create(
            {
                'name': product.name,
                'key_hash': hashlib.sha256(key.encode()).hexdigest(),
                'partner_id': partner.id if partner else False,
                'website_id': website.id,
                'lang': self.env.lang,
                'product_id': product.id,
                'template_id': product.sudo().gift_template_id.id,
                'base_values': parsed.to_dict()['values'],
                'asset_ids': [(6, 0, assets.ids)],
            }
        )
        return list_sudo, key

    def _get_page_key(self):
        """Return a key for pages of the owner: made from the database secret, nothing is stored."""
        self.ensure_one()
        list_sudo = self.sudo()  # the hash of the key is nobody's to read
        return f"n{self.id}.{signed_token(self.env, 'names', f'{self.id}:{list_sudo.key_hash}')}"

    @api.model
    def _find_by_key(self, key):
        """Return the list (sudo) that the key opens, or an empty recordset."""
        lists_sudo = self.sudo()
        if not isinstance(key, str) or not 16 <= len(key) <= 64:
            return lists_sudo.browse()
        match = PAGE_KEY.fullmatch(key)
        if not match:
            hashed = hashlib.sha256(key.encode()).hexdigest()
            return lists_sudo.search([('key_hash', '=', hashed)], limit=1)
        found_sudo = lists_sudo.browse(int(match[1])).exists()
        if found_sudo and consteq(found_sudo._get_page_key(), key):
            return found_sudo
        return lists_sudo.browse()

    def _claim(self, partner):
        """Make lists without an owner the partner's own; the caller has checked the session."""
        self.filtered(lambda record: not record.partner_id).partner_id = partner

    # === CHANGES === #

    def _rename(self, name):
        """Give the list a name; an empty one brings back the product's."""
        self.ensure_one()
        self.name = self.env['gift.design']._clean_title(name) or self.product_id.name

    def _check_editable(self):
        """Lock the list and refuse changes while its rows are put into the cart or are there.

        :raise UserError: with what to do instead.
        """
        self.ensure_one()
        self._gift_lock()
        if self.state in ('adding', 'added'):
            raise UserError(
                self.env._(
                    "This list was put into the cart. Change the gifts there, or reload the page to"
                    " order the list once more."
                )
            )

    def _order_again(self):
        """Let a list that was put into a cart be changed and ordered once more."""
        self.ensure_one()
        self._gift_lock()
        if self.state == 'added':
            self.row_ids.revision_id = False
            self._gift_update_state('ready', order_id=False)

    @api.autovacuum
    def _gc_abandoned(self):
        """Delete old lists of visitors and those that were ordered: they hold names of others."""
        return self._delete_unused(
            fields.Domain('partner_id', '=', False) | fields.Domain('state', '=', 'added')
        )

    @api.model
    def _get_unused_domain(self):
        """Override: rows belong to their list and do not keep it."""
        return fields.Domain.TRUE

    # === TEXT === #

    def _get_error_sentence(self, error):
        """Return what is wrong with a file and what to do, for an engine error."""
        return self._get_file_sentences().get(error.code, "") % error.params

    def _get_file_sentences(self):
        _ = self.env._
        return {
            'names_empty': _("There are no names in this list. Please check that it has rows."),
            'names_too_large': _(
                "This file is larger than %(limit_mb)s MB. Please save the names alone, without"
                " pictures and other sheets."
            ),
            'names_too_many_rows': _(
                "A list can have up to %(limit)s rows. Please split it into several lists."
            ),
            'names_too_many_columns': _(
                "A list can have up to %(limit)s columns. Please remove those that are not needed."
            ),
            'names_cell_too_long': _(
                "Row %(row)s has a cell of more than %(limit)s characters. Please check whether a"
                " quotation mark is missing there."
            ),
            'names_encoding': _(
                "The letters of this file could not be read that way. Please choose another"
                " encoding, or save it as “CSV UTF-8” or .xlsx."
            ),
            'names_not_text': _(
                "This is no list of names. Please upload a CSV file or an Excel workbook (.xlsx)."
            ),
            'names_encrypted': _(
                "This workbook is protected by a password. Please save it without one."
            ),
            'names_old_workbook': _(
                "This is an old Excel file (.xls). Please save it as .xlsx or as CSV."
            ),
            'names_bomb': _(
                "This workbook holds far more than a list of names. Please copy the names into a"
                " new workbook, or paste them below."
            ),
            'names_not_workbook': _(
                "This workbook is damaged or of another kind. Please save it as .xlsx or as CSV,"
                " or paste the names below."
            ),
        }
