from odoo import models

PAGES = 'web.assets_frontend'
LATER = {
    'im_livechat.assets_embed_core',
    'im_livechat/static/src/embed/frontend/**/*',
    'website_livechat/static/src/**/common/**/*',
}


class IrAsset(models.Model):
    """The live chat's code is a bundle of its own (`gift_loyalty.assets_chat`), not part of pages.

    It brings the whole messaging and its editor, several times what a page of the shop needs.
    """

    _inherit = 'ir.asset'

    def _process_path(self, bundle, directive, target, path_def, *args, **kwargs):
        """Override to leave out of pages what the light button fetches."""
        if bundle == PAGES and path_def in LATER:
            return None
        return super()._process_path(bundle, directive, target, path_def, *args, **kwargs)
