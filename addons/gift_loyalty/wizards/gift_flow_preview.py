from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class GiftFlowPreview(models.TransientModel):
    """A mail of a flow as a real customer would get it; nothing is sent or kept."""

    _name = 'gift.flow.preview'
    _description = 'Preview of a flow'

    step_id = fields.Many2one('gift.flow.step', required=True)
    partner_id = fields.Many2one('res.partner', string="Customer", required=True)
    variant_id = fields.Many2one(
        'gift.flow.variant',
        string="Wording",
        domain="[('step_id', '=', step_id)]",
        compute='_compute_variant_id',
        store=True,
        readonly=False,
    )
    lang = fields.Selection(
        lambda self: self.env['res.lang'].get_installed(),
        string="Language",
        compute='_compute_lang',
        store=True,
        readonly=False,
    )
    note = fields.Text(compute='_compute_preview', help="Why the customer would not get it.")
    subject = fields.Char(compute='_compute_preview')
    body = fields.Html(compute='_compute_preview', sanitize=False)

    @api.depends('step_id', 'partner_id')
    def _compute_variant_id(self):
        for preview in self:
            address, variants = preview.partner_id.email_normalized, preview.step_id.variant_ids
            chosen = preview.step_id._choose_variant(address) if address else variants.browse()
            preview.variant_id = chosen or variants[:1]

    @api.depends('partner_id')
    def _compute_lang(self):
        for preview in self:
            preview.lang = preview.partner_id.lang or self.env.lang

    @api.depends('variant_id', 'partner_id', 'lang')
    def _compute_preview(self):
        for preview in self:
            preview.note, preview.subject, preview.body = preview._render()

    def _render(self):
        """Return what has to be said about the mail, its subject and its body."""
        self.ensure_one()
        if not self.env.user.has_group('mass_mailing.group_mass_mailing_user'):
            raise AccessError(self.env._("Only who writes mailings can look at a preview."))
        if not self.variant_id or not self.partner_id:
            return '', '', ''
        if not self.partner_id.email_normalized:
            return self.env._("%s has no mail address.", self.partner_id.display_name), '', ''
        flow = self.step_id.flow_id.sudo().with_context(lang=self.lang)
        run = self._prepare_run(flow)
        base_url = flow.get_base_url()
        values = {**flow._get_values(run), 'link': base_url + '/shop'}
        # By the customer's own links one would speak in the customer's name.
        links = {'stop': '#', 'preferences': '#'}
        foot = flow.env['ir.qweb']._render(
            'gift_loyalty.flow_foot', {**flow._get_foot(run, base_url), **links}
        )
        variant = self.variant_id.sudo().with_context(lang=self.lang)
        return self._get_note(flow, run), *variant._render(values, foot)

    def _prepare_run(self, flow):
        """Return a run of the customer that is not saved, about the last event of that kind."""
        record = self._find_record(flow)
        return flow.env['gift.flow.run'].new(
            {
                'flow_id': flow.id,
                'email': self.partner_id.email_normalized,
                'partner_id': self.partner_id.id,
                'res_model': record._name if record else False,
                'res_id': record.id if record else False,
            }
        )

    # === WHAT IT IS ABOUT === #

    def _find_record(self, flow):
        """Return (sudo) what the customer's last run was about, or what a run could be about."""
        runs_sudo = flow.env['gift.flow.run'].sudo()  # who may look at a preview is checked
        own = [('flow_id', '=', flow.id), ('email', '=', self.partner_id.email_normalized)]
        last_sudo = runs_sudo.search(own, limit=1)
        record = last_sudo._get_record() if last_sudo else None
        return record or self._find_example(flow)

    def _find_example(self, flow):
        """Return something of the customer's (sudo) that the flow could be about, if any."""
        find = getattr(self, f'_find_{flow.trigger}', None)
        return find(flow.env) if find else None

    def _find_cart(self, env):
        orders_sudo, own = env['sale.order'].sudo(), Domain('partner_id', '=', self.partner_id.id)
        cart = own & Domain('state', 'in', ('draft', 'sent')) & Domain('order_line', '!=', False)
        return orders_sudo.search(cart, limit=1) or orders_sudo.search(own, limit=1)

    def _find_design(self, env):
        own = [('partner_id', '=', self.partner_id.id)]
        return env['gift.design'].sudo().search(own, order='id desc', limit=1)

    def _find_purchase(self, env):
        own = [('partner_id', '=', self.partner_id.id), ('state', '=', 'sale')]
        return env['sale.order'].sudo().search(own, limit=1)

    _find_winback = _find_purchase

    def _find_review(self, env):
        own = [
            ('order_partner_id', '=', self.partner_id.id),
            ('state', '=', 'sale'),
            ('product_id.is_published', '=', True),
        ]
        return env['sale.order.line'].sudo().search(own, order='id desc', limit=1)

    def _find_occasion(self, env):
        own = [('partner_id', '=', self.partner_id.id)]
        return env['gift.occasion'].sudo().search(own, limit=1)

    def _find_stock(self, env):
        own = [('stock_notification_partner_ids', 'in', self.partner_id.ids)]
        wanted_sudo = env['product.product'].sudo().search(own, limit=1)
        return wanted_sudo or self._find_review(env).product_id

    def _find_points(self, env):
        return self.partner_id.with_env(env).sudo()._gift_get_wallets()[:1]

    # === WOULD IT BE SENT === #

    def _get_note(self, flow, run):
        """Return why the customer would not get the mail now; nothing when it would be sent."""
        consents, purpose = self.env['gift.consent'], flow.purpose_id
        if purpose and not consents._get_allowed(purpose.code, {run.email}):
            return self.env._(
                "%(customer)s does not want mails for “%(purpose)s” and would not get this one.",
                customer=self.partner_id.display_name,
                purpose=purpose.with_context(lang=self.env.lang).name,
            )
        if flow.trigger != 'welcome' and not run.res_model:
            return self.env._(
                "There is nothing of this customer that the mail could be about: some words stay"
                " empty. Choose another customer."
            )
        if not flow._is_still_true(run):
            return self.env._("What this mail is about has passed: it would not be sent now.")
        return ''
