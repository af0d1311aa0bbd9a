import base64
import hashlib
import json
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import schema
from ..engine.errors import Finding

MAX_QUANTITY = 10_000
MAX_RECIPIENT = 120
PICTURE_PX = 320
ENTRY_KEYS = ('text', 'date', 'number', 'choice')
DATE_FORMATS = ('%Y-%m-%d', '%d.%m.%Y', '%Y/%m/%d')


class GiftNameRow(models.Model):
    """One row of a list of names: one gift, laid out by the same engine as every design."""

    _name = 'gift.name.row'
    _description = 'Row of a list of names'
    _order = 'is_error desc, is_duplicate desc, fit, number, id'

    list_id = fields.Many2one(
        'gift.name.list', required=True, readonly=True, ondelete='cascade', index=True
    )
    number = fields.Integer(required=True, readonly=True, help="Place in the file.")
    texts = fields.Json(readonly=True, help="Text by zone key, as it was entered.")
    quantity = fields.Integer(required=True, default=1, readonly=True)
    product_id = fields.Many2one('product.product', string="Variant", required=True)
    recipient = fields.Char(readonly=True)
    issues = fields.Json(readonly=True, help="Cells that could not be read, by what they fill.")

    # === CHECK === #
    is_checked = fields.Boolean(readonly=True)
    findings = fields.Json(readonly=True)
    is_error = fields.Boolean(string="Error", readonly=True)
    is_duplicate = fields.Boolean(string="Duplicate", readonly=True)
    likeness = fields.Char(readonly=True)
    fit = fields.Integer(default=2000, readonly=True, help="0 is the tightest, 2000 the roomiest.")
    price_extra = fields.Float(readonly=True)

    # === PICTURE AND ORDER === #
    picture = fields.Binary(attachment=True, readonly=True)
    picture_version = fields.Char(readonly=True)
    revision_id = fields.Many2one('gift.design.revision', readonly=True, ondelete='set null')

    _review_idx = models.Index('(list_id, is_error DESC, is_duplicate DESC, fit, number, id)')
    _unchecked_idx = models.Index('(list_id) WHERE is_checked IS NOT TRUE')
    _quantity_check = models.Constraint('CHECK(quantity > 0)', "A row makes at least one piece.")

    # === DESIGN === #

    def _get_values(self):
        """Return the values of the design: what the list shares, with the texts of the row."""
        self.ensure_one()
        values = dict(self.list_id.base_values or {})
        zones = {zone.key: zone for zone in self.list_id._get_text_zones()}
        for key, text in (self.texts or {}).items():
            look = {
                name: kept
                for name, kept in (values.pop(key, None) or {}).items()
                if name not in ENTRY_KEYS
            }
            if text.strip() and key in zones:
                values[key] = {**look, 'text': self._read_text(zones[key], text)}
        return values

    def _read_text(self, zone, text):
        """Return the raw entry of a zone; dates are read in the way of the list's language."""
        if zone.zone_type != 'date':
            return text
        lang = self.env['res.lang']._get_data(code=self.list_id.lang or 'en_US')
        for pattern in (*DATE_FORMATS, lang.date_format):
            try:
                return datetime.strptime(text.strip(), pattern).date().isoformat()
            except (TypeError, ValueError):
                continue
        return text

    def _get_engine_design(self):
        """Return the engine's design of the row.

        :raise UserError: when the product can no longer be personalised.
        """
        designs = self.env['gift.design']
        template = self.product_id.product_tmpl_id.gift_template_id
        if not template:
            raise UserError(self.env._("This product can no longer be personalised."))
        spec = template._get_live_spec(self.product_id)
        content = designs._build_content(
            self.product_id, self._get_values(), self.list_id.asset_ids, spec
        )
        return designs._parse(content)

    # === CHECK === #

    def _check(self):
        """Lay out the rows and store what the guard says about each."""
        for row in self:
            row.write(row._prepare_check())

    def _prepare_check(self):
        """Return the values of a row that was laid out; writes nothing."""
        from ..engine.names import review  # with the layout engine

        self.ensure_one()
        designs = self.env['gift.design']
        try:
            design = self._get_engine_design()
        except UserError as error:
            return {
                'is_checked': True,
                'is_error': True,
                'findings': [{'code': 'row', 'severity': 'error', 'message': str(error)}],
            }
        layout, findings = designs._layout(design)
        errors = any(finding.severity == 'error' for finding in findings)
        product = self.product_id
        return {
            'is_checked': True,
            'findings': [
                {
                    'code': finding.code,
                    'severity': finding.severity,
                    'zone': finding.zone,
                    'params': finding.params,
                }
                for finding in findings
            ],
            'is_error': errors or bool(self.issues),
            'fit': review.tightness(design, layout),
            'likeness': review.likeness(self.texts or {}, product.id, self.recipient or ''),
            'price_extra': product.product_tmpl_id.gift_template_id._get_price_extra(design.values),
        }

    def _get_messages(self):
        """Return ``{'severity', 'zone', 'message'}`` per thing to tell, in plain sentences."""
        self.ensure_one()
        designs = self.env['gift.design']._with_zone_labels(self.list_id.template_id)
        return [
            *self._get_issue_messages(),
            *(
                {
                    'severity': entry['severity'],
                    'zone': entry.get('zone', ''),
                    'message': entry.get('message')
                    or designs._gift_finding_message(
                        Finding(entry['code'], entry['severity'], entry['zone'], entry['params'])
                    ),
                }
                for entry in self.findings or []
            ),
            *self._get_duplicate_messages(),
        ]

    def _get_issue_messages(self):
        issues = self.issues or {}
        sentences = {
            'quantity': self.env._(
                "“%(text)s” is no number of pieces. Please enter 1 to %(most)s.",
                text=issues.get('quantity'),
                most=MAX_QUANTITY,
            ),
            'variant': self.env._(
                "“%(text)s” is not offered. Please choose a variant.", text=issues.get('variant')
            ),
        }
        return [{'severity': 'error', 'zone': name, 'message': sentences[name]} for name in issues]

    def _get_duplicate_messages(self):
        if not self.is_duplicate:
            return []
        sentence = self.env._(
            "The same gift stands in this list more than once. Keep it if both are wanted."
        )
        return [{'severity': 'duplicate', 'zone': '', 'message': sentence}]

    def _get_variant_name(self):
        self.ensure_one()
        return self.product_id.product_template_attribute_value_ids._get_combination_name()

    # === CHANGES === #

    def _edit(self, changes):
        """Change a row as its customer entered it and check it at once.

        :param dict changes: untrusted ``texts``, ``quantity``, ``product_id``, ``recipient``.
        """
        self.ensure_one()
        self.list_id._check_editable()
        issues = dict(self.issues or {})
        vals = {**self._read_texts(changes), **self._read_product(changes, issues)}
        if 'quantity' in changes:
            issues.pop('quantity', None)
            vals['quantity'], issue = self.list_id._read_quantity(str(changes['quantity'])[:20])
            issues |= issue
        if isinstance(changes.get('recipient'), str):
            vals['recipient'] = ' '.join(changes['recipient'].split())[:MAX_RECIPIENT]
        self.write({**vals, 'issues': issues, 'revision_id': False})
        self._check()
        self.list_id._mark_duplicates()

    def _read_texts(self, changes):
        from ..engine.names.table import MAX_CELL_CHARS, clean

        sent = changes.get('texts')
        known = set(self.list_id._get_text_zones().mapped('key'))
        read = {
            key: clean(text[:MAX_CELL_CHARS])
            for key, text in (sent if isinstance(sent, dict) else {}).items()
            if key in known and isinstance(text, str)
        }
        return {'texts': {**(self.texts or {}), **read}} if read else {}

    def _read_product(self, changes, issues):
        sent = changes.get('product_id')
        variants = self.list_id.product_id.product_tmpl_id.product_variant_ids
        if not isinstance(sent, int) or sent not in variants.ids:
            return {}
        issues.pop('variant', None)
        return {'product_id': sent}

    # === PICTURE === #

    def _get_picture_version(self):
        """Return what changes with the picture of the row."""
        self.ensure_one()
        # Odoo stores the date of a template's change; the engine's hash would need a layout here.
        state = [
            self.texts,
            self.list_id.base_values,
            self.product_id.id,
            str(self.list_id.template_id.write_date),
        ]
        return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]

    def _get_picture(self):
        """Return the small JPEG of the row; drawn once for a content, then kept.

        :raise UserError: when the row cannot be drawn any more.
        """
        self.ensure_one()
        design = self._get_engine_design()
        version = schema.content_hash(design)
        if self.picture_version != version:
            layout, _findings = self.env['gift.design']._layout(design)
            picture = self.env['gift.design.revision']._render_design(design, layout, PICTURE_PX)
            self.write({'picture': base64.b64encode(picture), 'picture_version': version})
        return base64.b64decode(self.with_context(bin_size=False).picture)

    @api.model
    def _get_filters(self):
        """Return the domain of each tab of the review."""
        return {
            'all': fields.Domain.TRUE,
            'problems': fields.Domain('is_error', '=', True),
            'duplicates': fields.Domain('is_duplicate', '=', True),
        }
