from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once


class GiftNotice(models.Model):
    """A mail that was sent about a record. Each kind of mail goes out once per record.

    The row is written in the same transaction as the mail: neither exists without the other.
    """

    _name = 'gift.notice'
    _inherit = ['gift.append.only.mixin']
    _description = 'Mail that was sent'
    _order = 'id desc'

    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Integer(string="Record", required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    date = fields.Datetime(string="Sent on", required=True, readonly=True)

    _once = models.UniqueIndex('(res_model, res_id, kind)')

    @api.model
    def _claim(self, record, kind):
        """Note the mail ``kind`` about ``record`` as sent; return whether it was still to be sent.

        Of two simultaneous callers one gets ``True``: the second insert waits for the first.
        """
        return insert_once(
            self,
            {
                'res_model': record._name,
                'res_id': record.id,
                'kind': kind,
                'date': fields.Datetime.now(),
            },
        )

    @api.model
    def _send_once(self, record, kind, template_xmlid, get_files=None):
        """Send a mail about a record unless it has been sent before.

        The mail waits in the queue: a slow mail server must not hold up an approval or a payment.

        :param str kind: name of the mail; what differs by version or day is part of it.
        :param str template_xmlid: mail.template on the record's model.
        :param get_files: called without arguments, returns ``[(name, bytes), …]`` to attach.
        :return: whether it was sent now.
        """
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        if not template or not self._claim(record, kind):
            return False
        # The mail tells what its reader may see; the caller may be a visitor or a printer.
        record_su = record.with_user(self.env.ref('base.user_root')).sudo()
        files = self._attach(get_files()) if get_files else self.env['ir.attachment']
        values = {'attachment_ids': files.ids} if files else {}
        record_su.message_post_with_source(
            template.sudo(),
            subtype_xmlid='mail.mt_note',
            force_send=False,
            **values,
        )
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()
        return True

    @api.model
    def _attach(self, files):
        """Return the attachments (sudo) of a mail that is about to be written."""
        attachments_sudo = self.env['ir.attachment'].sudo()  # the mail's reader gets them
        return attachments_sudo.create(
            [
                {'name': name, 'raw': data, 'res_model': 'mail.compose.message', 'res_id': 0}
                for name, data in files
            ]
        )
