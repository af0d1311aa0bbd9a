import logging

from odoo import Command, api, models

_logger = logging.getLogger(__name__)


class GiftStoreDemo(models.AbstractModel):
    """Categories, attributes and products of the demo shop."""

    _inherit = 'gift.store.demo'

    # === CATEGORIES === #

    @api.model
    def _load_categories(self):
        categories = self._read_json('categories.json')
        for sequence, (key, name) in enumerate(categories['kinds'].items()):
            self._ensure(
                f'category_{key}',
                'product.public.category',
                {
                    'name': name,
                    'sequence': sequence,
                },
            )
        parent = self.env.ref('gift_store.public_category_occasions')
        for sequence, (key, name) in enumerate(categories['occasions'].items()):
            self._ensure(
                f'category_{key}',
                'product.public.category',
                {
                    'name': name,
                    'sequence': sequence,
                    'parent_id': parent.id,
                },
            )

    @api.model
    def _get_categories(self, description):
        return self.env['product.public.category'].concat(
            *(self._get(f'category_{key}') for key in description['categories'])
        )

    # === ATTRIBUTES === #

    @api.model
    def _get_attribute(self, name):
        display = self._read_json('shop.json')['attributes'][name]
        return self._ensure(
            f'attribute_{name}',
            'product.attribute',
            {
                'create_variant': 'always',
                **display,
            },
        )

    @api.model
    def _get_value(self, attribute, key, vals):
        return self._ensure(
            f'value_{attribute}_{key}',
            'product.attribute.value',
            {
                'attribute_id': self._get_attribute(attribute).id,
                **vals,
            },
        )

    @api.model
    def _get_variant_value(self, description, variant):
        """Return the attribute value of a variant's colour or material."""
        material = description['variants'][variant]
        return self._get_value(
            description['attribute'],
            variant,
            {
                'name': material['name'],
                'html_color': material['color'],
                'sequence': list(description['variants']).index(variant),
            },
        )

    @api.model
    def _prepare_attribute_lines(self, key, description):
        variants = self._get_variants(key, description)
        values = (
            [
                (description['attribute'], self._get_variant_value(description, variant))
                for variant in variants
            ]
            if len(variants) > 1
            else []
        )
        values += [
            ('size', self._get_value('size', size.lower(), {'name': size, 'sequence': number}))
            for number, size in enumerate(description.get('sizes', []))
        ]
        lines = {}
        for attribute, value in values:
            lines.setdefault(attribute, []).append(value.id)
        return [
            Command.create(
                {
                    'attribute_id': self._get_attribute(attribute).id,
                    'value_ids': [Command.set(ids)],
                }
            )
            for attribute, ids in lines.items()
        ]

    # === PRODUCTS === #

    @api.model
    def _load_products(self):
        for key, description in self._get_products().items():
            if self._get(f'product_{key}') or not self._get_variants(key, description):
                continue
            template = self._ensure_template(key, description)
            product = self._ensure(
                f'product_{key}',
                'product.template',
                self._prepare_product(key, description, template),
            )
            # A template of several variants does not pass its cost on.
            product.product_variant_ids.standard_price = description['cost']
            self._set_price_extras(description, product)
            self._set_stock(key, description, product)
            self._set_pictures(key, description, product)
            _logger.info("Demo shop: %s.", description['name'])
        self._set_category_pictures()

    @api.model
    def _prepare_product(self, key, description, template):
        return {
            'name': description['name'],
            'default_code': key.upper(),
            'type': 'consu',
            'is_storable': True,
            'list_price': description['price'],
            'standard_price': description['cost'],
            'weight': description['weight'],
            'taxes_id': [Command.clear()],
            'supplier_taxes_id': [Command.clear()],
            'public_categ_ids': [Command.set(self._get_categories(description).ids)],
            'website_sequence': description['sequence'],
            'is_published': True,
            'description_ecommerce': self._build_text(description),
            'website_meta_description': description['summary'],
            'allow_out_of_stock_order': False,
            'show_availability': True,
            'available_threshold': 5,
            'out_of_stock_message': "Sold out for now. We are making new ones.",
            'gift_template_id': template.id,
            'attribute_line_ids': self._prepare_attribute_lines(key, description),
            'gift_extra': description.get('extra'),
            **self._prepare_sides(description.get('packed_mm')),
        }

    @api.model
    def _build_text(self, description):
        paragraphs = ''.join(f'<p>{text}</p>' for text in description['text'])
        return f'<p class="lead">{description["summary"]}</p>{paragraphs}'

    @api.model
    def _set_price_extras(self, description, product):
        for line in product.attribute_line_ids.product_template_value_ids:
            for variant, extra in description.get('extra_of', {}).items():
                value = self._get(f"value_{description['attribute']}_{variant}")
                if line.product_attribute_value_id == value:
                    line.price_extra = extra

    @api.model
    def _find_variant(self, key, variant, size=None):
        """Return the product.product of a demo product in that colour and size."""
        product = self._get(f'product_{key}')
        wanted = [self._get(f'value_size_{size.lower()}')] if size else []
        description = self._get_products()[key]
        if len(self._get_variants(key, description)) > 1:
            wanted.append(self._get_variant_value(description, variant))
        return product.product_variant_ids.filtered(
            lambda p: all(
                value in p.product_template_attribute_value_ids.product_attribute_value_id
                for value in wanted
            )
        )[:1]

    # === STOCK === #

    @api.model
    def _set_stock(self, key, description, product):
        """Count the stock of each variant: as described, or ``stock`` of the product."""
        special = {
            self._find_variant(key, *name.split('/')): quantity
            for name, quantity in description.get('stock_of', {}).items()
        }
        variants = product.product_variant_ids
        self._count_stock({v: special.get(v, description['stock']) for v in variants})

    @api.model
    def _count_stock(self, quantities):
        """Count ``{product.product: quantity}`` at the shop's warehouse."""
        company = self._get('website').company_id
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1)
        counted = [
            {
                'product_id': variant.id,
                'location_id': warehouse.lot_stock_id.id,
                'inventory_quantity': quantity,
            }
            for variant, quantity in quantities.items()
            if quantity
        ]
        quants = self.env['stock.quant'].with_context(inventory_mode=True).create(counted)
        quants.action_apply_inventory()
