"""The laser that came with the shop engraves photos, where its files were never changed."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

SHIPPED = ['svg', 'dxf', 'pdf']


def migrate(cr, version):
    """Give the shipped laser the picture of engraved photos beside its outlines."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    laser = env.ref('gift_personalization.print_method_laser', raise_if_not_found=False)
    if laser and laser.colors == 'single' and laser.output_ids.mapped('kind') == SHIPPED:
        output = {'kind': 'engraving', 'sequence': 15}
        laser.write({'photo_mode': 'halftone', 'output_ids': [Command.create(output)]})
