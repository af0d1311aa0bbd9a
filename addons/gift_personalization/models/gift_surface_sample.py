import math
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine import charset, schema
from ..engine.errors import EngineError
from .gift_color import HEX_COLOR
from .gift_zone import ENTRY_TYPES

MAX_ZONES = 60
PLAIN_TEXTS = ('text', 'multiline')
WIDE_LETTERS = 'WÅgMWQ'
LONGEST_WITHOUT_LIMIT = 40
SAMPLE_PHOTO = '/gift_personalization/static/src/img/sample_photo.svg'
SAMPLE_PHOTO_PX = (4800, 3600)
HIDDEN_FINDINGS = (
    'required',
    'photo_low_dpi',
    'photo_flat',
    'low_contrast',
)  # they depend on the customer
SURFACE_FIELDS = ('name', 'width_mm', 'height_mm', 'method_id')
ZONE_FIELDS = (
    'name',
    'zone_type',
    'x_mm',
    'y_mm',
    'width_mm',
    'height_mm',
    'rotation',
    'default_font_id',
    'default_color_id',
    'align',
    'valign',
    'fit',
    'max_size_mm',
    'min_size_mm',
    'line_height',
    'tracking',
    'text_case',
    'max_chars',
    'max_lines',
    'charset',
    'default_text',
    'shape',
    'radius_mm',
    'photo_fit',
    'arc',
    'arc_radius_mm',
    'outline_mm',
    'outline_color_id',
    'allowed_chars',
    'monogram_order',
    'monogram_side',
    'frame',
    'frame_mm',
    'number_max',
    'number_decimals',
    'number_digits',
    'number_grouping',
    'default_clipart_id',
)
ZONE_LIST_FIELDS = ('font_ids', 'color_ids', 'date_format_ids', 'clipart_theme_ids')


class GiftSurface(models.Model):
    """Samples for the zone editor: what the engine makes of zones that are not saved yet."""

    _inherit = 'gift.surface'

    @api.model
    @api.readonly
    def get_zone_samples(self, surface, zones, ink=False, longest=False):
        """Return the engine's drawing of a sample in each zone. Called by the zone editor.

        Writes nothing: the records exist in memory only.

        :param dict surface: ``name``, ``width_mm``, ``height_mm``, ``method_id`` as on the form.
        :param list zones: dicts of zone fields, in the order of the editor.
        :param ink: ``#rrggbb`` of the mock-up that is shown, for one-colour methods.
        :param bool longest: fill texts with as many wide letters as the zone allows.
        :return: list of ``{'svg': str, 'messages': [str]}`` in the order of ``zones``; a zone that
            cannot be drawn has an empty ``svg`` and says why.
        :raise AccessError: for everyone but managers.
        """
        if not self.env.user.has_group('gift_base.group_manager'):
            raise AccessError(self.env._("Only managers of the gift shop can edit templates."))
        try:
            record = self._new_sample_surface(surface, zones)
            spec = record._get_spec(
                self.env['product.product'],
                self.env['gift.font']._get_fallback_hashes(),
            )
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UserError(
                self.env._(
                    "The sample cannot be drawn from these values. Please reload the page.",
                )
            ) from error
        self = self.with_context(gift_longest_sample=bool(longest))
        ink = ink if spec['method']['colors'] == 'single' and self._is_color(ink) else None
        return [
            self._draw_sample(
                {**spec, 'zones': [self._prepare_sample_spec(zone_spec, f'z{index}')]}, zone, ink
            )
            for index, (zone_spec, zone) in enumerate(
                zip(spec['zones'], record.zone_ids, strict=True)
            )
        ]

    @api.model
    def _is_color(self, value):
        return isinstance(value, str) and bool(HEX_COLOR.fullmatch(value))

    @api.model
    def _new_sample_surface(self, surface, zones):
        if len(zones) > MAX_ZONES:
            raise UserError(
                self.env._(
                    "A surface can hold at most %(limit)s zones.",
                    limit=MAX_ZONES,
                )
            )
        record = self.new(
            {
                **{name: surface[name] for name in SURFACE_FIELDS},
                'key': 'sample',
                'zone_ids': [Command.create(self._prepare_sample_zone(zone)) for zone in zones],
            }
        )
        if not record.method_id:
            raise UserError(self.env._("Choose a print method to see samples of the zones."))
        return record

    @api.model
    def _prepare_sample_zone(self, zone):
        vals = {name: zone[name] for name in ZONE_FIELDS if name in zone}
        for name in ZONE_LIST_FIELDS:
            vals[name] = [Command.set([int(res_id) for res_id in zone.get(name) or []])]
        return {**vals, 'key': 'sample'}

    @api.model
    def _prepare_sample_spec(self, spec, key):
        """Return the specification of a zone that stands alone and holds a sample as its text."""
        kind = 'text' if spec['type'] in ENTRY_TYPES else spec['type']
        return {**spec, 'key': key, 'type': kind, 'visible_zone': '', 'visible_values': []}

    # === DRAWING === #

    @api.model
    def _draw_sample(self, surface_spec, zone, ink):
        """Return ``{'svg', 'messages'}`` of the only zone of a surface's specification."""
        from ..engine.outputs.svg import render_svg  # loaded on first use

        key = surface_spec['zones'][0]['key']
        try:
            design = schema.parse_design(self._prepare_sample_content(surface_spec, zone))
            layout, findings = self.env['gift.design']._layout(design)
        except EngineError:
            return {
                'svg': '',
                'messages': [
                    self.env._(
                        "“%(name)s” cannot be drawn with these values. Check its size and"
                        " font size.",
                        name=zone.name or '',
                    )
                ],
            }
        display = replace(layout.surfaces[surface_spec['key']], bleed_um=0)
        designs = self.env['gift.design'].with_context(gift_zone_labels={key: zone.name or key})
        return {
            'svg': render_svg(display, lambda _sha256: SAMPLE_PHOTO, ink=ink, id_prefix=key),
            'messages': [
                designs._gift_finding_message(finding)
                for finding in findings
                if finding.code not in HIDDEN_FINDINGS
            ],
        }

    @api.model
    def _prepare_sample_content(self, surface_spec, zone):
        key = surface_spec['zones'][0]['key']
        return {
            'schema': schema.SCHEMA_VERSION,
            'layout': schema.LAYOUT_VERSION,
            'product': {'id': 1},
            'template': {'key': 'sample', 'surfaces': [{**surface_spec, 'mockup': None}]},
            'values': {key: self._prepare_sample_value(zone)},
        }

    @api.model
    def _prepare_sample_value(self, zone):
        if zone._is_clipart():
            return {'clipart': zone._get_sample_clipart().sha256 or ''}
        if not zone._is_text():
            width, height = SAMPLE_PHOTO_PX
            return {'asset': '0' * 64, 'width_px': width, 'height_px': height}
        return {'text': self._build_sample_text(zone)}

    @api.model
    def _build_sample_text(self, zone):
        """Return a text that the zone allows: what it starts with, or our own."""
        if self.env.context.get('gift_longest_sample') and zone.zone_type in PLAIN_TEXTS:
            return self._build_longest_text(zone)
        text = zone._get_entry_sample() or zone.default_text
        if not text and zone.charset == 'digits':
            text = '2026'
        elif not text and zone.zone_type == 'multiline':
            lines = [self.env._("Happy birthday"), self.env._("dear Anna"), self.env._("with love")]
            text = '\n'.join(lines[: max(zone.max_lines, 1)])
        return (text or self.env._("Anna Maria"))[: zone.max_chars or None]

    @api.model
    def _build_longest_text(self, zone):
        """Return the worst case of a zone: wide letters, one with an accent, one that hangs low."""
        letters = WIDE_LETTERS
        if zone.charset == 'digits':
            letters = '8'
        elif zone.charset == 'custom' and zone.allowed_chars:
            allowed = charset.listed(zone.allowed_chars)
            letters = [char for char in WIDE_LETTERS if char in allowed] or sorted(allowed)
        count = zone.max_chars or LONGEST_WITHOUT_LIMIT
        text = ''.join(letters[index % len(letters)] for index in range(count))
        lines = max(zone.max_lines, 1) if zone.zone_type == 'multiline' else 1
        per_line = math.ceil((count - lines + 1) / lines)
        parts = [text[start : start + per_line] for start in range(0, count, max(per_line, 1))]
        return '\n'.join(parts[:lines])
