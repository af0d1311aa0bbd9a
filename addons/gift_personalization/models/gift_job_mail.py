from odoo import models

STAGE_MAILS = {
    'in_production': 'gift_personalization.mail_template_job_in_production',
    'shipped': 'gift_personalization.mail_template_job_shipped',
}


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_send_stage_mail(self):
        """Override to write to the customer when the gift is being made and when it has left.

        A gift that is made again or scanned twice sends no second mail.
        """
        super()._gift_send_stage_mail()
        template_xmlid = STAGE_MAILS.get(self.stage)
        if template_xmlid:
            self.env['gift.notice']._send_once(self.sudo(), self.stage, template_xmlid)

    def _gift_get_trackings(self):
        """Return the parcels in which the gift left: ``[{'carrier', 'number', 'url'}, …]``."""
        self.ensure_one()
        pickings_sudo = self.sudo().sale_line_id.move_ids.picking_id.filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_code == 'outgoing',
        )
        return [
            {
                'carrier': picking.carrier_id.name or '',
                'number': picking.carrier_tracking_ref or '',
                'url': picking.carrier_tracking_url or '',
            }
            for picking in pickings_sudo
        ]
