from odoo import api, models, tools

from .gift_zone import ENTRY_TYPES

# What the browser can set by itself; a zone with any other key is left to the server. Keys that
# came later are here only if they do not change the drawing, or the browser knows what they do.
GUESSED_TYPES = ('text', 'multiline')
GUESSED_KEYS = {
    'key', 'type', 'label', 'x_um', 'y_um', 'width_um', 'height_um', 'rotation_mdeg', 'required',
    'editable', 'fonts', 'fallbacks', 'colors', 'align', 'valign', 'fit', 'max_size_um',
    'min_size_um', 'line_height_permille', 'tracking_permille', 'case', 'max_chars', 'max_lines',
    'charset', 'default', 'allowed', 'visible_zone', 'visible_values', 'allow_fallback', 'arc_um',
}  # fmt: skip
SENT_KEYS = (
    'type', 'x_um', 'y_um', 'width_um', 'height_um', 'rotation_mdeg', 'align', 'valign', 'fit',
    'max_size_um', 'min_size_um', 'line_height_permille', 'tracking_permille', 'case', 'max_lines',
)  # fmt: skip


class GiftTemplate(models.Model):
    """What the live preview asks of a template again and again, kept per process.

    Whatever is cached here is read from models with ``gift.catalogue.mixin``.
    """

    _inherit = 'gift.template'

    def _get_live_spec(self, product):
        """Return the template part of the content document; the caller must not change it."""
        self.ensure_one()
        return self._get_cached_spec(product.id)

    @tools.ormcache('self.id', 'product_id')
    def _get_cached_spec(self, product_id):
        return self._get_spec(self.env['product.product'].browse(product_id))

    @tools.ormcache('self.id', 'self.env.lang')
    def _get_zone_labels(self):
        """Return the translated label of each zone by its key."""
        return {zone.key: zone.name for zone in self._get_zones()}

    @tools.ormcache('self.id')
    def _get_zone_prices(self):
        """Return per key of a zone that customers fill its extra price and those of its options."""
        return {
            zone.key: (
                zone.price_extra,
                {option.key: option.price_extra for option in zone.option_ids},
            )
            for zone in self._get_zones()
            if zone.editable
        }

    @tools.ormcache('self.id')
    def _get_entry_zone_ids(self):
        """Return the ids of the zones whose printed text the shop writes, by their keys."""
        zones = self._get_zones().filtered(lambda zone: zone.zone_type in ENTRY_TYPES)
        return {zone.key: zone.id for zone in zones}

    @tools.ormcache('self.id', 'product_id')
    def _get_guess_layout(self, product_id):
        """Return what the browser needs to set text before the server answers.

        :return: ``zones`` (text zones by key, in µm), ``order`` (keys as they are drawn), ``inks``
            (by surface) and ``fallbacks`` (hashes of the faces that stand in).
        """
        product = self.env['product.product'].browse(product_id)
        designs, photos = self.env['gift.design'], self.env['gift.asset']
        content = designs._build_content(product, {}, photos, self._get_live_spec(product))
        # The parsed document leaves out later keys that have their default.
        return self._build_guess_layout(designs._parse(content).to_dict()['template'])

    @api.model
    def _build_guess_layout(self, spec):
        zones = {
            zone['key']: self._get_guess_zone(zone)
            for surface in spec['surfaces']
            for zone in surface['zones']
            if zone['type'] in GUESSED_TYPES and GUESSED_KEYS.issuperset(zone)
        }
        fallbacks = [
            sha256
            for surface in spec['surfaces']
            for zone in surface['zones']
            for sha256 in zone.get('fallbacks', ())
        ]
        return {
            'zones': zones,
            'order': [zone['key'] for surface in spec['surfaces'] for zone in surface['zones']],
            'inks': {surface['key']: self._get_ink(surface) for surface in spec['surfaces']},
            'fallbacks': list(dict.fromkeys(fallbacks)),
        }

    @api.model
    def _get_guess_zone(self, zone):
        sent = {name: zone[name] for name in SENT_KEYS}
        return {
            **sent,
            'font': zone['fonts'][0],
            'color': zone['colors'][0],
            'alone': not zone.get('allow_fallback', True),
            'arc_um': zone.get('arc_um', 0),
        }

    @api.model
    def _get_ink(self, surface):
        """Return the colour that a one-colour method has on the mock-up, or an empty string."""
        mockup = surface['mockup']
        single = surface['method']['colors'] == 'single'
        return mockup['ink'] if mockup and single else ''
