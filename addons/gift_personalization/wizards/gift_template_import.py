import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError


class GiftTemplateImport(models.TransientModel):
    """Makes a template from a file that another shop, or this one, exported."""

    _name = 'gift.template.import'
    _description = 'Import a template'

    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    def action_import(self):
        """Create the template and open it."""
        self.ensure_one()
        try:
            data = base64.b64decode(self.file or b'')
        except binascii.Error as error:
            raise UserError(self.env._("This file cannot be read.")) from error
        template = self.env['gift.template']._import_json(data)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.template',
            'res_id': template.id,
            'views': [(False, 'form')],
        }
