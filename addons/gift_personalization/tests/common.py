"""Own records for the tests of all gift addons; nothing here reads demo data."""

import io

from PIL import Image

from odoo.fields import Command

from odoo.addons.gift_base.tests.common import create_role_users
from odoo.addons.website_sale.tests.common import WebsiteSaleCommon


def make_picture(width=64, height=48, color=(200, 120, 60), image_format='PNG'):
    """Return the bytes of a picture of one colour."""
    buffer = io.BytesIO()
    Image.new('RGB', (width, height), color).save(buffer, image_format)
    return buffer.getvalue()


class GiftCommon(WebsiteSaleCommon):
    """A product that can be personalised, users of every role, and short ways to designs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_role_users(cls.env)
        cls.font = cls.env['gift.font'].search([('key', '=', 'lato')])
        cls.font_script = cls.env['gift.font'].search([('key', '=', 'dancing-script')])
        cls.gift_template = cls._create_template()
        cls.gift_product = cls._create_gift_product()

    # === RECORDS === #

    @classmethod
    def _create_method(cls, **values):
        """Create a full-colour print method."""
        return cls.env['gift.print.method'].create(
            {
                'name': "Test print",
                'code': f"test-{cls._count('gift.print.method')}",
                'min_letter_mm': 1.0,
                'color_ids': [
                    Command.create({'name': "Black", 'hex': '#101010'}),
                    Command.create({'name': "Red", 'hex': '#c01020'}),
                ],
                **values,
            }
        )

    @classmethod
    def _create_mockup_asset(cls, **picture):
        """Store a picture as a mock-up without decoding it."""
        picture = {'width': 200, 'height': 160, 'color': (250, 250, 250), **picture}
        return cls.env['gift.asset']._store(
            'mockup',
            make_picture(**picture),
            mimetype='image/png',
            width_px=picture['width'],
            height_px=picture['height'],
        )

    @classmethod
    def _prepare_zones(cls):
        """Return the commands of a name (required, 3.0), a message (2.0) and a photo (5.0)."""
        fonts = [Command.set((cls.font | cls.font_script).ids)]
        return [
            Command.create(
                {
                    'name': "Name",
                    'key': 'name',
                    'zone_type': 'text',
                    'required': True,
                    'x_mm': 10,
                    'y_mm': 5,
                    'width_mm': 80,
                    'height_mm': 20,
                    'max_chars': 12,
                    'font_ids': fonts,
                    'default_font_id': cls.font.id,
                    'price_extra': 3.0,
                }
            ),
            Command.create(
                {
                    'name': "Message",
                    'key': 'message',
                    'zone_type': 'multiline',
                    'x_mm': 10,
                    'y_mm': 26,
                    'width_mm': 80,
                    'height_mm': 20,
                    'max_lines': 3,
                    'max_size_mm': 6,
                    'font_ids': fonts,
                    'price_extra': 2.0,
                }
            ),
            Command.create(
                {
                    'name': "Photo",
                    'key': 'photo',
                    'zone_type': 'photo',
                    'x_mm': 30,
                    'y_mm': 48,
                    'width_mm': 40,
                    'height_mm': 30,
                    'price_extra': 5.0,
                }
            ),
        ]

    @classmethod
    def _create_template(cls, **values):
        """Create a template with one surface of 100 × 80 mm on a mock-up.

        ``zones`` (commands) and ``method`` replace the usual ones.
        """
        zones = values.pop('zones', None) or cls._prepare_zones()
        method = values.pop('method', None) or cls._create_method()
        return cls.env['gift.template'].create(
            {
                'name': "Test mug",
                'key': f"test-{cls._count('gift.template')}",
                'proof_policy': 'customer',
                'surface_ids': [
                    Command.create(
                        {
                            'name': "Front",
                            'key': 'front',
                            'width_mm': 100,
                            'height_mm': 80,
                            'method_id': method.id,
                            'mockup_ids': [
                                Command.create({'asset_id': cls._create_mockup_asset().id})
                            ],
                            'zone_ids': zones,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _create_gift_product(cls, **values):
        """Create a published product (10.0, not stocked) with the personalisation template.

        :return: its only variant.
        """
        return cls._create_product(
            **{
                'name': "Test gift",
                'list_price': 10.0,
                'is_storable': False,
                'taxes_id': False,
                'gift_template_id': cls.gift_template.id,
                **values,
            }
        )

    @classmethod
    def _create_gift_variants(cls, *names, **values):
        """Create a personalised product with a variant per name (S and L when none is given)."""
        attribute = cls.env['product.attribute'].create(
            {
                'name': "Size",
                'create_variant': 'always',
                'value_ids': [Command.create({'name': name}) for name in names or ("S", "L")],
            }
        )
        lines = {'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]}
        template = cls.env['product.template'].create(
            {
                'name': "Gift in sizes",
                'list_price': 10.0,
                'website_published': True,
                'gift_template_id': cls.gift_template.id,
                'attribute_line_ids': [Command.create(lines)],
                **values,
            }
        )
        return template.product_variant_ids

    @classmethod
    def _create_photo(cls, width=1600, height=1200, **picture):
        """Store a photo without decoding it."""
        data = make_picture(width, height, **picture)
        return cls.env['gift.asset']._store(
            'photo',
            data,
            screen=data,
            mimetype='image/png',
            width_px=width,
            height_px=height,
        )

    @classmethod
    def _count(cls, model):
        return cls.env[model].with_context(active_test=False).search_count([]) + 1

    # === DESIGNS === #

    @classmethod
    def _create_design(cls, product=None, values=None, photos=None):
        """Create a workspace that holds ``values`` (a name when not given).

        :return: ``(design, key)``
        """
        design, key = cls.env['gift.design']._create_for(product or cls.gift_product)
        design.asset_ids = photos or cls.env['gift.asset']
        design._save_values({'name': {'text': "Anna"}} if values is None else values)
        return design, key

    @classmethod
    def _create_revision(cls, product=None, values=None, photos=None):
        """Create a workspace, freeze it and return the revision."""
        return cls._create_design(product, values, photos)[0]._freeze()

    @classmethod
    def _add_gift_to_cart(cls, order, text="Anna", quantity=1, product=None, **kwargs):
        """Put a design with that name into the cart and return its line."""
        product = product or cls.gift_product
        _design, key = cls._create_design(product, {'name': {'text': text}})
        result = order._cart_add(product.id, quantity, gift_design_key=key, **kwargs)
        return cls.env['sale.order.line'].browse(result['line_id'])
