from odoo import api, fields, models
from odoo.exceptions import AccessError


class GiftFlowPreview(models.TransientModel):
    """A mail of a flow as a real customer would get it; nothing is sent or kept."""

    _name = 'gift.flow.preview'
    _description = 'Preview of a flow'

    step_id = fields.Many2one('gift.flow.step', required=True)
    variant_id = fields.Many2one(
        'gift.flow.variant',
        string="Wording",
        domain="[('step_id', '=', step_id)]",
        compute='_compute_variant_id',
        store=True,
        readonly=False,
    )
    partner_id = fields.Many2one('res.partner', string="Customer", required=True)
    lang = fields.Selection(
        lambda self: self.env['res.lang'].get_installed(), default=lambda self: self.env.lang
    )
    subject = fields.Char(compute='_compute_preview')
    body = fields.Html(compute='_compute_preview', sanitize=False)

    @api.depends('step_id')
    def _compute_variant_id(self):
        for preview in self:
            preview.variant_id = preview.step_id.variant_ids[:1]

    @api.depends('variant_id', 'partner_id', 'lang')
    def _compute_preview(self):
        for preview in self:
            preview.subject, preview.body = preview._render()

    def _render(self):
        self.ensure_one()
        if not self.env.user.has_group('mass_mailing.group_mass_mailing_user'):
            raise AccessError(self.env._("Only who writes mailings can look at a preview."))
        if not self.variant_id or not self.partner_id.email:
            return '', ''
        flow = self.step_id.flow_id.sudo().with_context(lang=self.lang)
        run = self._prepare_run(flow)
        base_url = flow.get_base_url()
        values = {**flow._get_values(run), 'link': base_url + '/shop'}
        foot = flow.env['ir.qweb']._render('gift_loyalty.flow_foot', flow._get_foot(run, base_url))
        return self.variant_id.sudo().with_context(lang=self.lang)._render(values, foot)

    def _prepare_run(self, flow):
        """Return a run of the customer that is not saved, about the last event of that kind."""
        last = self.env['gift.flow.run'].sudo().search(
            [('flow_id', '=', flow.id), ('partner_id', '=', self.partner_id.id)], limit=1
        ) or self._find_example(flow)
        return flow.env['gift.flow.run'].new(
            {
                'flow_id': flow.id,
                'email': self.partner_id.email_normalized,
                'partner_id': self.partner_id.id,
                'res_model': last._name if last._name != 'gift.flow.run' else last.res_model,
                'res_id': last.id if last._name != 'gift.flow.run' else last.res_id,
            }
        )

    def _find_example(self, flow):
        """Return something of the customer's that the flow could be about, if there is any."""
        partner = self.partner_id
        model, domain = {
            'cart': ('sale.order', [('partner_id', '=', partner.id)]),
            'purchase': ('sale.order', [('partner_id', '=', partner.id)]),
            'winback': ('sale.order', [('partner_id', '=', partner.id)]),
            'design': ('gift.design', [('partner_id', '=', partner.id)]),
            'review': ('sale.order.line', [('order_partner_id', '=', partner.id)]),
            'occasion': ('gift.occasion', [('partner_id', '=', partner.id)]),
        }.get(flow.trigger, ('gift.flow.run', [('id', '=', 0)]))
        return self.env[model].sudo().search(domain, limit=1)
