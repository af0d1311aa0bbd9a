import base64

from odoo import api, models

from .gift_store_demo import DEMO

PICTURE_PX = 1024


class GiftStoreDemo(models.AbstractModel):
    """Pictures of the products: sample designs, drawn by the engine on the mock-ups."""

    _inherit = 'gift.store.demo'

    @api.model
    def _set_pictures(self, key, description, product):
        """Give the product, its variants and its gallery a picture with a sample design."""
        samples, variants = description['samples'], self._get_variants(key, description)
        for number, variant in enumerate(variants):
            sample = samples[number % len(samples)]
            shown = self._find_variants(key, description, variant)
            picture = self._draw_sample(shown[0], sample)
            if number == 0:
                product.image_1920 = picture
            if len(variants) > 1:
                shown.image_variant_1920 = picture
        for surface in self._get_surfaces(key, description)[1:]:
            self.env['product.image'].create(
                {
                    'name': f"{product.name}: {surface['name'].lower()}",
                    'product_tmpl_id': product.id,
                    'image_1920': self._draw_sample(
                        product.product_variant_ids[0], samples[0], surface['key']
                    ),
                }
            )

    @api.model
    def _find_variants(self, key, description, variant):
        value = self._get_variant_value(description, variant)
        products = self._get(f'product_{key}').product_variant_ids
        return (
            products.filtered(
                lambda p: value in p.product_template_attribute_value_ids.product_attribute_value_id
            )
            or products
        )

    @api.model
    def _draw_sample(self, product, sample, surface_key=None):
        """Return the picture (base64) of a frozen sample design on a variant."""
        design = self._create_design(product, sample)[0]
        revision = design._freeze()
        first = product.gift_template_id.surface_ids[0].key
        picture = revision._render_preview(PICTURE_PX, surface_key or first)
        design.unlink()
        revision.unlink()
        return base64.b64encode(picture)

    # === DESIGNS === #

    @api.model
    def _create_design(self, product, entries):
        """Create a workspace that holds the described entries.

        :param dict entries: zone key: text, ``{'text', 'font', 'color'}`` (or ``date``, ``number``
            or ``choice`` in place of the text), ``{'photo'}`` or ``{'motif', 'color'}``; entries
            of zones that the product does not have are left out.
        :return: ``(design, key)``
        """
        design, key = self.env['gift.design']._create_for(product)
        zones = {zone.key: zone for zone in product.gift_template_id._get_zones()}
        values = {}
        for zone, entry in entries.items():
            if zone in zones:
                values[zone] = self._prepare_entry(design, zones[zone], entry)
        design._save_values(values)
        return design, key

    @api.model
    def _prepare_entry(self, design, zone, entry):
        if isinstance(entry, str):
            return {'text': entry}
        if 'photo' in entry:
            asset = self._get_photo(entry['photo'])
            design.asset_ids |= asset
            return {
                'asset': asset.sha256,
                **{name: value for name, value in entry.items() if name != 'photo'},
            }
        if 'motif' in entry:
            motif = self.env['gift.clipart'].search([('set_key', '=', entry['motif'])])
            value = {'clipart': motif.sha256}
        else:
            value = {'text': entry.get('text') or entry[zone.zone_type]}
        if entry.get('font'):
            font = self.env['gift.font'].search([('key', '=', entry['font'])])
            value['font'] = font.sha256
        if entry.get('color'):
            value['color'] = self._get_colors([entry['color']]).hex
        return value

    @api.model
    def _get_photo(self, name):
        """Return a picture of ``demo/photos`` as a customer's photo, taken in like an upload."""
        known = self._get(f'photo_{name}')
        if known:
            return known
        data = (DEMO / 'photos' / f'{name}.jpg').read_bytes()
        return self._mark(f'photo_{name}', self.env['gift.asset']._ingest_photo(data))

    # === CATEGORIES === #

    @api.model
    def _set_category_pictures(self):
        """Show each category by its first product that no other category shows yet."""
        categories = self.env['product.public.category'].search([('image_1920', '=', False)])
        shown = self.env['product.template']
        for category in categories:
            products = self.env['product.template'].search(
                [('public_categ_ids', 'child_of', category.id), ('image_1920', '!=', False)],
                order='website_sequence',
            )
            product = (products - shown or products)[:1]
            category.image_1920 = product.image_1920
            shown |= product
