from odoo import fields, models


class ImLivechatChannel(models.Model):
    _inherit = 'im_livechat.channel'

    gift_is_light = fields.Boolean(
        string="Light button",
        help="The chat's code comes when a visitor opens it. Rules that hide the button or open the"
        " chat by themselves need the code on each page.",
    )

    def _get_channel_infos(self):
        """Override of `im_livechat` to tell pages when to fetch the code."""
        return {**super()._get_channel_infos(), 'gift_is_light': self.gift_is_light}


class Website(models.Model):
    _inherit = 'website'

    def _gift_has_light_chat(self):
        """Return whether pages show the light button."""
        return self.channel_id.sudo().gift_is_light  # visitors may know that there is a chat

    def _get_livechat_channel_info(self):
        """Override of `website_livechat`: who was asked into a chat gets it with the page."""
        info = super()._get_livechat_channel_info()
        options = info.get('options') or {}
        if options.get('gift_is_light') and self._gift_is_visitor_asked():
            options['gift_is_light'] = False
        return info

    def _gift_is_visitor_asked(self):
        """Return whether an operator waits for the visitor to answer."""
        visitor = self.env['website.visitor']._get_visitor_from_request()
        requests_sudo = self.env['discuss.channel'].sudo()  # of this visitor only
        return bool(
            visitor
            and requests_sudo.search_count(
                [
                    ('livechat_visitor_id', '=', visitor.id),
                    ('is_pending_chat_request', '=', True),
                    ('livechat_end_dt', '=', False),
                ],
                limit=1,
            )
        )
