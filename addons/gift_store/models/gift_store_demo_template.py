from odoo import Command, api, models

from odoo.addons.gift_personalization.models.gift_mockup_mapping import CORNER_FIELDS

from .gift_store_demo import DEMO

ZONE_DEFAULTS = {
    'text': {'max_chars': 24, 'line_height': 1.2},
    'multiline': {'max_chars': 120, 'max_lines': 4, 'line_height': 1.25},
    'monogram': {'max_chars': 3},
    'date': {},
    'number': {},
    'choice': {},
    'photo': {},
    'clipart': {},
}
BENDS = ('angle', 'top', 'bottom')  # of a round surface
# Entries of a zone's description that name other records.
NAMING = (
    'box_mm', 'fonts', 'colors', 'themes', 'formats', 'options', 'outline_color', 'visible_zone',
)  # fmt: skip


class GiftStoreDemo(models.AbstractModel):
    """Personalisation templates: surfaces, zones and mock-ups of the demo products."""

    _inherit = 'gift.store.demo'

    # === PICTURES === #

    @api.model
    def _get_mockup_key(self, key, surface, variant):
        return f"{key}-{surface['key']}-{variant}"

    @api.model
    def _is_photographed(self, key, surface, variant):
        name = self._get_mockup_key(key, surface, variant)
        picture = DEMO / 'mockups' / f'{name}.jpg'
        return name in self._read_json('mockups.json') and picture.exists()

    @api.model
    def _get_variants(self, key, description):
        """Return the keys of the variants that have a picture of the first surface."""
        first = description['surfaces'][0]
        return [
            variant
            for variant in description['variants']
            if self._is_photographed(key, first, variant)
        ]

    @api.model
    def _get_surfaces(self, key, description):
        """Return the surfaces that were photographed on every variant of the product."""
        variants = self._get_variants(key, description)
        return [
            surface
            for surface in description['surfaces']
            if all(self._is_photographed(key, surface, variant) for variant in variants)
        ]

    # === TEMPLATE === #

    @api.model
    def _ensure_template(self, key, description):
        """Return the personalisation template of a product; create it when it is missing."""
        known = self._get(f'template_{key}')
        if known:
            return known
        template = self.env['gift.template'].create(
            {
                'name': description['template'],
                'key': key,
                'proof_policy': description.get('proof_policy', 'customer'),
                'surface_ids': [
                    Command.create(self._prepare_surface(key, description, surface, sequence))
                    for sequence, surface in enumerate(self._get_surfaces(key, description))
                ],
            }
        )
        self._set_rules(description, template)
        return self._mark(f'template_{key}', template)

    @api.model
    def _set_rules(self, description, template):
        """Let zones wait for the zones that their descriptions name."""
        zones = {zone.key: zone for zone in template._get_zones()}
        for surface in description['surfaces']:
            for zone in surface['zones']:
                if zone.get('visible_zone') and zone['key'] in zones:
                    zones[zone['key']].visible_zone_id = zones[zone['visible_zone']]

    @api.model
    def _prepare_surface(self, key, description, surface, sequence):
        width, height = surface['size_mm']
        method = self.env.ref(f"gift_personalization.print_method_{surface['method']}")
        variants = self._get_variants(key, description)
        return {
            'name': surface['name'],
            'key': surface['key'],
            'sequence': sequence,
            'width_mm': width,
            'height_mm': height,
            'method_id': method.id,
            'zone_ids': [
                Command.create(self._prepare_zone(zone, number))
                for number, zone in enumerate(surface['zones'])
            ],
            'mockup_ids': [
                Command.create(self._prepare_mockup(key, description, surface, variant))
                for variant in variants
            ],
        }

    @api.model
    def _prepare_zone(self, zone, sequence):
        kind = zone.get('zone_type', 'text')
        x, y, width, height = zone['box_mm']
        vals = {name: value for name, value in zone.items() if name not in NAMING}
        return {
            **ZONE_DEFAULTS[kind],
            'sequence': sequence,
            'zone_type': kind,
            'x_mm': x,
            'y_mm': y,
            'width_mm': width,
            'height_mm': height,
            **vals,
            **self._prepare_zone_records(zone),
        }

    @api.model
    def _prepare_zone_records(self, zone):
        """Return the values of a zone that name fonts, colours, formats, themes and options."""
        vals = {}
        if zone.get('fonts'):
            fonts = self._get_fonts(zone['fonts'])
            vals.update(font_ids=[Command.set(fonts.ids)], default_font_id=fonts[0].id)
        if zone.get('colors'):
            colors = self._get_colors(zone['colors'])
            vals.update(color_ids=[Command.set(colors.ids)], default_color_id=colors[0].id)
        if zone.get('outline_color'):
            vals['outline_color_id'] = self._get_colors([zone['outline_color']]).id
        if zone.get('options'):
            vals['option_ids'] = [Command.create({'name': name}) for name in zone['options']]
        for field, name, prefix in (
            ('clipart_theme_ids', 'themes', 'clipart_theme'),
            ('date_format_ids', 'formats', 'date_format'),
        ):
            if zone.get(name):
                vals[field] = [Command.set(self._get_records(prefix, zone[name]).ids)]
        return vals

    @api.model
    def _get_records(self, prefix, keys):
        """Return records of the catalogue by the last part of their external ids."""
        names = [f"gift_personalization.{prefix}_{key.replace('-', '_')}" for key in keys]
        records = [self.env.ref(name) for name in names]
        return records[0].concat(*records)

    @api.model
    def _get_fonts(self, group):
        """Return the fonts of a named group, the default one first."""
        keys = self._read_json('shop.json')['fonts'][group]
        fonts = {font.key: font for font in self.env['gift.font'].search([('key', 'in', keys)])}
        return self.env['gift.font'].concat(*(fonts[key] for key in keys))

    @api.model
    def _get_colors(self, keys):
        """Return colours; keys of threads begin with ``thread_``."""
        names = [key if key.startswith('thread_') else f'color_{key}' for key in keys]
        return self.env['gift.color'].concat(
            *(self.env.ref(f'gift_personalization.{name}') for name in names)
        )

    # === MOCK-UPS === #

    @api.model
    def _prepare_mockup(self, key, description, surface, variant):
        name = self._get_mockup_key(key, surface, variant)
        area = self._read_json('mockups.json')[name]
        material = description['variants'][variant]
        value = self._get_variant_value(description, variant)
        single = len(self._get_variants(key, description)) == 1
        return {
            'asset_id': self._store_mockup(DEMO / 'mockups' / f'{name}.jpg').id,
            'attribute_value_ids': [Command.set([] if single else value.ids)],
            'area_x': area['x'],
            'area_y': area['y'],
            'area_width': area['width'],
            'area_height': area['height'],
            **self._prepare_mapping(area),
            'blend': material.get('blend', 'multiply'),
            'ink': material.get('ink', False),
            'material': description.get('material', 'plain'),
            'background': material['background'],
        }

    @api.model
    def _prepare_mapping(self, area):
        """Return how a surface lies on its picture; nothing where it is seen from the front."""
        kind = next((kind for kind in ('cylinder', 'perspective') if kind in area), None)
        if not kind:
            return {}
        facts = area[kind]
        bends = {f'cylinder_{name}': facts[name] for name in BENDS if name in facts}
        corners = dict(zip(CORNER_FIELDS, facts['corners'], strict=True))
        return {'mapping': kind, **corners, **bends}

    @api.model
    def _store_mockup(self, path):
        """Store one of our own pictures as it is: it needs no cleaning."""
        from odoo.addons.gift_personalization.engine import photo  # imaging libraries

        data = path.read_bytes()
        info = photo.probe(data)
        return self.env['gift.asset']._store(
            'mockup',
            data,
            mimetype='image/jpeg',
            width_px=info.width_px,
            height_px=info.height_px,
        )
