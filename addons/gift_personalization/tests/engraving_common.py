"""Gifts that a laser makes, with photos as dots."""

import io

import numpy as np
from PIL import Image

from odoo.fields import Command

from .production_common import ProductionCommon

KINDS = ('svg', 'engraving', 'dxf', 'pdf')


def make_ramp(width=1600, height=1200, low=0, high=255):
    """Return the bytes of a photo that goes from dark to light."""
    ramp = np.linspace(low, high, width).astype(np.uint8)[None, :].repeat(height, axis=0)
    buffer = io.BytesIO()
    Image.fromarray(ramp).convert('RGB').save(buffer, 'PNG')
    return buffer.getvalue()


class EngravingCommon(ProductionCommon):
    """A gift that a laser makes: a name, and a photo as dots, on wood."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laser = cls._create_method(
            colors='single',
            photo_mode='halftone',
            min_dpi=100,
            warn_dpi=180,
            output_ids=[Command.create({'kind': kind}) for kind in KINDS],
        )
        cls.gift_template.surface_ids.method_id = cls.laser
        cls.gift_template.surface_ids.mockup_ids.write({'ink': '#4a2a10', 'background': '#c9985c'})
        cls.photo = cls._store_photo(make_ramp())

    @classmethod
    def _store_photo(cls, data):
        return cls.env['gift.asset']._store(
            'photo', data, screen=data, mimetype='image/png', width_px=1600, height_px=1200
        )

    @classmethod
    def _prepare_photo(cls, photo=None):
        return {'name': {'text': "Anna"}, 'photo': {'asset': (photo or cls.photo).sha256}}

    @classmethod
    def _create_photo_job(cls, quantity=1):
        revision = cls._create_revision(values=cls._prepare_photo(), photos=cls.photo)
        line = {
            'product_id': cls.gift_product.id,
            'product_uom_qty': quantity,
            'gift_revision_id': revision.id,
        }
        order = cls.env['sale.order'].create(
            {'partner_id': cls.partner.id, 'order_line': [Command.create(line)]}
        )
        order.action_confirm()
        return order.gift_job_ids

    def _get_file(self, job, kind):
        return job.current_file_ids.filtered(lambda file: file.kind == kind)
