from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

MONTHS, PARAMETER = 12, 'gift_loyalty.chat_months'
BATCH = 500


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_chat_months = fields.Integer(
        string="Months until chats are deleted", config_parameter=PARAMETER, default=MONTHS
    )


class GiftChat(models.Model):
    """How long conversations are kept; tickets that came of them have a life of their own."""

    _inherit = 'gift.chat'

    @api.autovacuum
    def _gc_old_chats(self):
        """Delete chats of visitors in which nobody has written for long, and who wrote them."""
        channels = self.env['discuss.channel'].search(
            [
                ('channel_type', '=', 'livechat'),
                ('last_interest_dt', '<', self._get_oldest()),
            ],
            limit=BATCH,
            order='id',
        )
        guests = channels.livechat_channel_member_history_ids.guest_id
        guests |= channels.channel_member_ids.guest_id
        channels.unlink()
        guests.filtered(lambda guest: not guest.channel_ids).unlink()
        return len(channels), len(channels) == BATCH

    def _get_oldest(self):
        months = self.env['ir.config_parameter'].sudo().get_param(PARAMETER, MONTHS)
        months = int(months) if str(months).isdecimal() and int(months) else MONTHS
        return fields.Datetime.now() - relativedelta(months=min(months, 1200))
