from odoo import models

MAX_BODY = 20000


class DiscussChannel(models.Model):
    _inherit = 'discuss.channel'

    def message_post(self, *, body='', **kwargs):
        """Override of `mail`: what visitors write into a chat is kept, up to some pages."""
        if body and self.channel_type == 'livechat' and self.env.user.share:
            kind = type(body)  # markup stays markup, which the field cleans
            body = kind(str(body).replace('\0', '')[:MAX_BODY])
        return super().message_post(body=body, **kwargs)
