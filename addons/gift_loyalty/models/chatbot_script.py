from odoo import fields, models

from .gift_chat import TOPICS

STEPS = [
    ('menu', "Menu"),
    ('order', "Asks for the order"),
    ('email', "Asks for the mail address"),
    ('code', "Asks for the code"),
    ('status', "Tells where the order is"),
    ('line', "Asks for the gift"),
    ('words', "Asks for the question"),
    ('address', "Asks where to answer"),
    ('ticket', "Tells the number of the ticket"),
    ('person', "Hands over to a person"),
    ('more', "Menu at the end"),
    ('bye', "Says goodbye"),
]


class ChatbotScript(models.Model):
    _inherit = 'chatbot.script'

    def _gift_find_step(self, key):
        """Return the step of that name; the menu where the shop has none, nothing at the end."""
        steps = self.script_step_ids if key else self.script_step_ids.browse()
        found = steps.filtered(lambda step: step.gift_step == key)
        return (found or steps.filtered(lambda step: step.gift_step == 'menu'))[:1]


class ChatbotScriptStep(models.Model):
    """Steps that the gift shop's bot fills; their words and order are the shop's."""

    _inherit = 'chatbot.script.step'

    gift_step = fields.Selection(
        STEPS,
        string="Gift shop",
        help="What the shop does at this step. Which step follows depends on the answer.",
    )

    def _process_answer(self, discuss_channel, message_body):
        """Override of `im_livechat`: the gift shop's bot hears the answer."""
        if not self.gift_step:
            return super()._process_answer(discuss_channel, message_body)
        return self.env['gift.chat']._answer(discuss_channel, self)

    def _process_step(self, discuss_channel):
        """Override of `im_livechat`: the gift shop's bot says what belongs to the step."""
        if not self.gift_step:
            return super()._process_step(discuss_channel)
        if self.gift_step == 'person':
            self.env['gift.chat']._brief(discuss_channel)
            return super()._process_step(discuss_channel)
        return self.env['gift.chat']._say(discuss_channel, self)

    def _is_last_step(self, discuss_channel=False):
        """Override of `im_livechat`: only the goodbye is the end."""
        if not self.gift_step:
            return super()._is_last_step(discuss_channel)
        return self.gift_step == 'bye'


class ChatbotScriptAnswer(models.Model):
    _inherit = 'chatbot.script.answer'

    gift_topic = fields.Selection(TOPICS, string="Gift shop", help="What begins with this answer.")
