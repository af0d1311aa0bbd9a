from odoo import fields, models

from odoo.addons.mail.tools.discuss import Store


class ChatbotMessage(models.Model):
    _inherit = 'chatbot.message'

    gift_choices = fields.Json(
        string="Choices", help="What can be clicked instead of typing: label and value."
    )


class MailMessage(models.Model):
    _inherit = 'mail.message'

    def _to_store(self, store: Store, fields, **kwargs):
        """Override of `im_livechat` to send what can be clicked below the bot's question."""
        super()._to_store(store, fields, **kwargs)
        if 'chatbot_current_step' not in fields:
            return
        in_channels = self.filtered(lambda message: message.model == 'discuss.channel')
        said_sudo = self.env['chatbot.message'].sudo()  # the reader may read the messages
        for said in said_sudo.search(
            [('mail_message_id', 'in', in_channels.ids), ('gift_choices', '!=', False)]
        ):
            store.add(said.mail_message_id, {'gift_choices': said.gift_choices})
