from odoo import Command, api, models

from .gift_store_demo import DEMO

ZONE_DEFAULTS = {
    'text': {'max_chars': 24, 'line_height': 1.2},
    'multiline': {'max_chars': 120, 'max_lines': 4, 'line_height': 1.25},
    'photo': {},
    'clipart': {},
}


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
        return self._mark(f'template_{key}', template)

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
        vals = {
            name: value
            for name, value in zone.items()
            if name not in ('box_mm', 'fonts', 'colors', 'themes')
        }
        vals = {
            **ZONE_DEFAULTS[kind],
            'sequence': sequence,
            'zone_type': kind,
            'x_mm': x,
            'y_mm': y,
            'width_mm': width,
            'height_mm': height,
            **vals,
        }
        if zone.get('fonts'):
            fonts = self._get_fonts(zone['fonts'])
            vals.update(font_ids=[Command.set(fonts.ids)], default_font_id=fonts[0].id)
        if zone.get('themes'):
            themes = [
                self.env.ref(f'gift_personalization.clipart_theme_{theme}').id
                for theme in zone['themes']
            ]
            vals['clipart_theme_ids'] = [Command.set(themes)]
        if zone.get('colors'):
            colors = self._get_colors(zone['colors'])
            vals.update(color_ids=[Command.set(colors.ids)], default_color_id=colors[0].id)
        return vals

    @api.model
    def _get_fonts(self, group):
        """Return the fonts of a named group, the default one first."""
        keys = self._read_json('shop.json')['fonts'][group]
        fonts = {font.key: font for font in self.env['gift.font'].search([('key', 'in', keys)])}
        return self.env['gift.font'].concat(*(fonts[key] for key in keys))

    @api.model
    def _get_colors(self, keys):
        return self.env['gift.color'].concat(
            *(self.env.ref(f'gift_personalization.color_{key}') for key in keys)
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
            'blend': material.get('blend', 'multiply'),
            'ink': material.get('ink', False),
            'material': description.get('material', 'plain'),
            'background': material['background'],
        }

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
