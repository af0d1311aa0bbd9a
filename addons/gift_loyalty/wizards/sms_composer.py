from odoo import models


class SmsComposer(models.TransientModel):
    _inherit = 'sms.composer'

    def _get_optout_record_ids(self, records, recipients_info):
        """Override of `sms`: a text message to many contacts is for those who agreed to it.

        A message about one's own order, to one person, needs no consent.
        """
        optout_ids = super()._get_optout_record_ids(records, recipients_info)
        if records._name != 'res.partner':
            return optout_ids
        allowed = records._gift_filter_allowing('newsletter', 'sms')
        return list({*optout_ids, *(records - allowed).ids})
