import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import schema
from ..engine.errors import EngineError


class GiftDesign(models.Model):
    """Workspace of one visitor for one product: what was entered and can still change.

    From outside it is opened only by its key, of which only the hash is stored.
    """

    _name = 'gift.design'
    _description = 'Design'
    _order = 'write_date desc, id desc'

    name = fields.Char(compute='_compute_name')
    key_hash = fields.Char(required=True, readonly=True, groups='base.group_system')
    product_id = fields.Many2one('product.product', required=True, ondelete='cascade', index=True)
    product_tmpl_id = fields.Many2one(related='product_id.product_tmpl_id', store=True)
    template_id = fields.Many2one('gift.template', required=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', index='btree_not_null', ondelete='cascade')
    values_json = fields.Json(string="Values")
    asset_ids = fields.Many2many('gift.asset', string="Photos")
    revision_id = fields.Many2one(
        'gift.design.revision', string="Last revision", ondelete='set null'
    )

    _key_hash_uniq = models.Constraint('UNIQUE(key_hash)', "A key opens one design.")

    @api.constrains('values_json')
    def _check_values(self):
        for design in self:
            values = design.values_json or {}
            if not isinstance(values, dict) or not all(
                isinstance(entry, dict) for entry in values.values()
            ):
                raise ValidationError(
                    self.env._(
                        "The entries of “%s” cannot be read. Please change them on the page of the"
                        " product.",
                        design.name,
                    )
                )

    @api.depends('product_id', 'revision_id')
    def _compute_name(self):
        for design in self:
            design.name = f"{design.product_id.display_name} · {design.id}"

    # === WORKSPACE === #

    @api.model
    def _hash_key(self, key):
        return hashlib.sha256(key.encode()).hexdigest()

    @api.model
    def _create_for(self, product, partner=None):
        """Create a workspace for a variant.

        :return: ``(design, key)`` in sudo; the key cannot be had again.
        :raise UserError: when the product cannot be personalised.
        """
        template = product.sudo().gift_template_id
        if not template:
            raise UserError(self.env._("This product cannot be personalised."))
        key = secrets.token_urlsafe(24)
        design_sudo = self.sudo().create(
            {
                'key_hash': self._hash_key(key),
                'product_id': product.id,
                'template_id': template.id,
                'partner_id': partner.id if partner else False,
                'values_json': {},
            }
        )
        return design_sudo, key

    @api.model
    def _find_by_key(self, key):
        """Return the design (sudo) that the key opens, or an empty recordset."""
        designs_sudo = self.sudo()
        if not isinstance(key, str) or not 16 <= len(key) <= 64:
            return designs_sudo.browse()
        return designs_sudo.search([('key_hash', '=', self._hash_key(key))], limit=1)

    # === CONTENT === #

    @api.model
    def _build_content(self, product, values, assets, spec=None):
        """Return the content document of ``values`` for a variant.

        Photo sizes are taken from the assets, not from the caller.

        :param assets: gift.asset the values may refer to.
        :param dict spec: template part, read from the records when not given.
        :raise UserError: when a value refers to another photo.
        """
        template = product.sudo().gift_template_id
        return {
            'schema': schema.SCHEMA_VERSION,
            'layout': schema.LAYOUT_VERSION,
            'product': {'id': product.id},
            'template': spec or template._get_spec(product),
            'values': {
                zone: self._complete_value(value, assets)
                for zone, value in (values if isinstance(values, dict) else {}).items()
            },
        }

    @api.model
    def _complete_value(self, value, assets):
        if not isinstance(value, dict) or not value.get('asset'):
            return value
        asset = assets.sudo().filtered(lambda a: a.sha256 == value['asset'] and a.kind == 'photo')
        if not asset:
            raise UserError(
                self.env._("This photo is not part of your design. Please upload it again.")
            )
        return {
            **value,
            'width_px': asset.width_px,
            'height_px': asset.height_px,
            'detail_permille': asset.detail_permille or 1000,
        }

    def _get_content(self, values=None):
        """Return the content document of this workspace (of ``values`` when given)."""
        self.ensure_one()
        design_sudo = self.sudo()
        return self._build_content(
            design_sudo.product_id,
            design_sudo.values_json if values is None else values,
            design_sudo.asset_ids,
        )

    @api.model
    def _parse(self, content):
        """Return the engine's design of a content document.

        :raise UserError: when the document is malformed.
        """
        try:
            return schema.parse_design(content)
        except EngineError as error:
            raise UserError(
                self.env._(
                    "This design cannot be read. Please reload the page and try again.",
                )
            ) from error

    @api.model
    def _layout(self, design):
        """Return the layout of an engine design and all its findings, in the order of the zones."""
        from ..engine import layout, preflight  # HarfBuzz is loaded on first use

        book = self.env['gift.font']._get_font_book(self._get_font_hashes(design))
        drawings = self.env['gift.clipart']._get_drawing_book(design.cliparts())
        result = layout.layout_design(design, book, drawings)
        order = {zone.key: index for index, (_surface, zone) in enumerate(design.zones())}
        findings = (*result.findings, *preflight.check(design, result, self._get_tone_book()))
        return result, tuple(sorted(findings, key=lambda finding: order[finding.zone]))

    @api.model
    def _get_font_hashes(self, design):
        hashes = set()
        for surface in design.to_dict()['template']['surfaces']:
            for zone in surface['zones']:
                hashes.update(zone.get('fonts', ()), zone.get('fallbacks', ()))
        return hashes

    # === FREEZE === #

    def _save_values(self, values):
        """Store values that the engine can read; returns nothing.

        :raise UserError: when they are malformed or refer to somebody else's photo.
        """
        self.ensure_one()
        content = self._parse(self._get_content(values)).to_dict()
        self.sudo().values_json = content['values']

    def _freeze(self, values=None):
        """Return the immutable revision of the workspace.

        :raise UserError: with the sentence of the first finding that blocks.
        """
        self.ensure_one()
        if values is not None:
            self._save_values(values)
        design = self._parse(self._get_content())
        _result, findings = self._layout(design)
        blocking = [finding for finding in findings if finding.severity == 'error']
        if blocking:
            labelled = self._with_zone_labels(self.sudo().template_id)
            raise UserError(labelled._gift_finding_message(blocking[0]))
        revision = self.env['gift.design.revision']._find_or_create(
            design,
            self.sudo().product_id,
            self.sudo().template_id,
            self.sudo().asset_ids,
        )
        self.sudo().revision_id = revision
        return revision

    # === FINDINGS === #

    @api.model
    def _gift_finding_message(self, finding):
        """Return the sentence that tells what is wrong and what to do."""
        params = dict(finding.params)
        zone = self._get_zone_label(finding)
        sentence = self._get_finding_sentences().get(finding.code)
        if not sentence:
            return self.env._("%(zone)s: please check this entry.", zone=zone)
        return sentence % {'zone': zone, **self._get_finding_figures(params)}

    @api.model
    def _get_zone_label(self, finding):
        return self.env.context.get('gift_zone_labels', {}).get(finding.zone, finding.zone)

    @api.model
    def _get_finding_figures(self, params):
        figures = {name: value for name, value in params.items() if not name.endswith('_um')}
        for name, value in params.items():
            if name.endswith('_um'):
                figures[name.removesuffix('_um') + '_mm'] = self._format_mm(value)
        if 'font' in figures:
            figures['font'] = self.env['gift.font']._get_names_by_hash([figures['font']])[0]
        return figures

    @api.model
    def _format_mm(self, length_um):
        """Return a length in mm with one decimal, two where it matters; never rounded up."""
        hundredths = length_um // 10
        return f'{hundredths / 100:.1f}' if hundredths % 10 == 0 else f'{hundredths / 100:.2f}'

    @api.model
    def _get_finding_sentences(self):
        _ = self.env._
        return {
            'required': _("%(zone)s: please fill this in."),
            'too_long': _("%(zone)s: this is too long, at most %(max)s characters fit here."),
            'too_many_lines': _("%(zone)s: at most %(max)s lines fit here. Please remove a line."),
            'missing_glyph': _(
                "%(zone)s: no font has the character %(chars)s. Please choose another one."
            ),
            'not_allowed': _("%(zone)s: the character %(chars)s is not allowed here."),
            'overflow': _(
                "%(zone)s: the text does not fit at its smallest size. Please shorten it."
            ),
            'letter_too_small': _(
                "%(zone)s: the letters would be %(measured_mm)s mm high, at least %(limit_mm)s mm"
                " can be made. Please shorten the text."
            ),
            'photo_low_dpi': _(
                "%(zone)s: the photo has %(dpi)s dpi at this size, %(limit)s are needed for a sharp"
                " print. Please zoom out or choose a larger photo."
            ),
            'low_contrast': _(
                "%(zone)s: this colour is hard to see on the product. Please choose another colour."
            ),
            'emoji_single_colour': _(
                "%(zone)s: emoji cannot be made with one colour. Please remove them."
            ),
            'emoji_not_made': _(
                "%(zone)s: emoji cannot be made by this print method. Please remove them."
            ),
        }
