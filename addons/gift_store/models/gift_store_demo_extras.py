import base64

from odoo import api, models

from .gift_store_demo import DEMO

SIDES = ('gift_length_mm', 'gift_width_mm', 'gift_height_mm')


class GiftStoreDemo(models.AbstractModel):
    """Wraps of the demo shop, and the room that gifts need in them."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_wraps(self):
        for key, description in self._read_json('wraps.json').items():
            if not self._get(f'wrap_{key}'):
                values = self._prepare_wrap(description)
                product = self._ensure(f'wrap_{key}', 'product.template', values)
                self._count_stock({product.product_variant_id: description['stock']})

    @api.model
    def _prepare_wrap(self, description):
        picture = (DEMO / 'wraps' / description['picture']).read_bytes()
        return {
            'name': description['name'],
            'type': 'consu',
            'is_storable': True,
            'list_price': description['price'],
            'standard_price': description['cost'],
            'weight': description['weight'],
            'public_categ_ids': self._get('category_extras').ids,
            'website_sequence': description['sequence'],
            'is_published': True,
            'description_ecommerce': f'<p class="lead">{description["summary"]}</p>',
            'website_meta_description': description['summary'],
            'allow_out_of_stock_order': False,
            'image_1920': base64.b64encode(picture),
            'gift_extra': 'wrap',
            **self._prepare_sides(description['room_mm']),
        }

    @api.model
    def _prepare_sides(self, sizes):
        """Return the sides of a product, or the room in a wrap; nothing where they are unknown."""
        return dict(zip(SIDES, sizes, strict=True)) if sizes else {}
