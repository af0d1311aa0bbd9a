from .common import GiftCommon


class ZoneTypeCase(GiftCommon):
    """A template with one zone of the type under test, and more when a test adds them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.surface.zone_ids.required = False
        cls.name_zone = cls.surface.zone_ids[0]
        cls.formats = cls.env['gift.date.format'].search([])

    @classmethod
    def _create_zone(cls, zone_type, key='entry', **values):
        return cls.env['gift.zone'].create(
            {
                'surface_id': cls.surface.id,
                'name': key.title(),
                'key': key,
                'zone_type': zone_type,
                'x_mm': 5,
                'y_mm': 5,
                'width_mm': 90,
                'height_mm': 30,
                **values,
            }
        )

    def _preview(self, values):
        return self.env['gift.design']._preview(self.gift_product, values)

    def _get_codes(self, values):
        return [finding['code'] for finding in self._preview(values)['findings']]

    def _get_messages(self, values):
        return [finding['message'] for finding in self._preview(values)['findings']]

    def _freeze_values(self, values, lang='en_US'):
        design, _key = self._create_design(values={})
        return design.with_context(lang=lang)._freeze(values)._get_values()
