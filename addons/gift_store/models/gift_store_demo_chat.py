from odoo import Command, api, models


class GiftStoreDemo(models.AbstractModel):
    """The chat of the demo shop, with its bot and the colleagues who take over."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_chat(self):
        if self._get('chat'):
            return
        channel = self._mark('chat', self.env.ref('gift_loyalty.livechat_channel_shop'))
        operators = [self._get(f'user_{login}').id for login in ('staff', 'manager')]
        channel.user_ids = [Command.set(operators)]
        self._get('website').channel_id = channel
