from odoo.fields import Command

from odoo.addons.gift_personalization.tests.production_common import ProductionCommon


class LawCommon(ProductionCommon):
    """Orders with a personalised line and a plain one, as customers of the shop make them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({'name': "Emma Fischer", 'email': 'emma.f@example.com'})
        cls.texts = {text.kind: text for text in cls.env['gift.law.text'].search([])}

    @classmethod
    def _create_mixed_order(cls, confirm=True, plain=2, **values):
        """Create an order of the website with a gift (13.00) and plain pieces (20.00 each)."""
        order = cls._create_gift_order("Anna", plain=plain, confirm=False)
        order.write({'website_id': cls.website.id, **values})
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _get_lines(cls, order):
        """Return the personalised and the plain line."""
        gift = order.order_line.filtered('gift_revision_id')
        return gift, (order.order_line - gift).filtered(lambda line: line._gift_is_goods())

    @classmethod
    def _get_attachments(cls, order):
        """Return the files of the order's mails by name."""
        return {file.name: file.raw for file in order.message_ids.attachment_ids}

    @classmethod
    def _create_choice_product(cls):
        """Create a product on which only what the shop offers can be chosen."""
        zone = {
            'name': "Style",
            'key': 'style',
            'zone_type': 'choice',
            'required': False,
            'x_mm': 10,
            'y_mm': 5,
            'width_mm': 80,
            'height_mm': 20,
            'font_ids': [Command.set(cls.font.ids)],
            'option_ids': [
                Command.create({'name': name, 'key': name.lower()}) for name in ("Gold", "Silver")
            ],
        }
        template = cls._create_template(zones=[Command.create(zone)])
        return cls._create_gift_product(name="Ready motif", gift_template_id=template.id)
