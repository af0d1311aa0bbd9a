import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..moderation import matcher
from .gift_moderation_word import REASONS
from .gift_proof import MAX_COMMENT
from .guarded import guarded

STATES = [
    ('open', "To check"),
    ('appealed', "Customer asks"),
    ('approved', "Approved"),
    ('rejected', "Rejected"),
    ('replaced', "Design was changed"),
]
TRANSITIONS = {
    'appealed': ('open', 'rejected'),
    'approved': ('open', 'appealed', 'rejected'),
    'rejected': ('open', 'appealed', 'approved'),
    'replaced': ('open', 'appealed', 'rejected'),
}
WAITING = ('open', 'appealed')
HOLDING = ('open', 'appealed', 'rejected')


class GiftModerationCase(models.Model):
    """Somebody of the staff decides whether a design may be printed.

    Nobody has the right to write cases: they change only in :meth:`_decide`, :meth:`_appeal` and
    :meth:`_replace`, called in sudo after the caller was checked.
    """

    _name = 'gift.moderation.case'
    _inherit = ['portal.mixin', 'mail.thread', 'gift.state.mixin']
    _description = 'Moderation case'
    _order = 'id desc'
    _state_transitions = TRANSITIONS
    _mail_post_access = 'read'

    kind = fields.Selection(
        [('text', "Words"), ('photo', "Photo")], required=True, readonly=True, index=True
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default='open', index=True, group_expand=True
    )
    reason = fields.Selection(REASONS, readonly=True)
    finding = fields.Text(string="Found", readonly=True, help="The texts and why they were held.")
    texts = fields.Json(readonly=True)
    text_digest = fields.Char(readonly=True, index=True)
    design_id = fields.Many2one(
        'gift.design', string="Workspace", readonly=True, ondelete='set null'
    )
    revision_id = fields.Many2one(
        'gift.design.revision', string="Design", readonly=True, ondelete='restrict', index=True
    )
    proof_id = fields.Many2one('gift.proof', readonly=True, ondelete='restrict')
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Order line", readonly=True, ondelete='restrict', index=True
    )
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='sale_line_id.company_id', store=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    customer_comment = fields.Text(string="What the customer says", readonly=True)
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    note = fields.Text(string="Message to the customer", readonly=True)
    event_ids = fields.One2many('gift.moderation.event', 'case_id', string="Log", readonly=True)
    picture_url = fields.Char(compute='_compute_picture_url')
    photos = fields.Html(string="Photos", compute='_compute_photos', sanitize=False)

    _open_design_uniq = models.UniqueIndex(
        "(design_id, kind) WHERE state IN ('open', 'appealed') AND sale_line_id IS NULL",
        "We are already looking at this design.",
    )

    # === COMPUTE METHODS === #

    @api.depends('revision_id')
    def _compute_picture_url(self):
        for case in self:
            revision_sudo = case.revision_id.sudo()  # the case's reader may see its picture
            case.picture_url = revision_sudo._get_preview_url() if revision_sudo else False

    @api.depends('kind', 'order_id.name')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for case in self:
            name = case.sudo().order_id.name or self.env._("not ordered yet")
            case.display_name = f"{kinds.get(case.kind)} · {name}"

    def _compute_access_url(self):
        super()._compute_access_url()
        for case in self:
            case.access_url = f'/my/gifts/review/{case.id}'

    @api.depends('revision_id')
    def _compute_photos(self):
        for case in self:
            assets_sudo = case.revision_id.sudo().asset_ids.filtered(
                lambda asset: asset.kind == 'photo'
            )
            case.photos = Markup().join(
                Markup('<img class="img-fluid border rounded me-2 mb-2" alt="%s" src="%s"/>')
                % (
                    self.env._("Photo as it was uploaded"),
                    f'/web/image/gift.asset/{asset.id}/screen',
                )
                for asset in assets_sudo
            )

    def get_base_url(self):
        """Override of `base` to link to the website on which the gift was ordered."""
        order_sudo = self.sudo().order_id
        return order_sudo.get_base_url() if len(order_sudo) == 1 else super().get_base_url()

    # === READING === #

    @api.model
    def _get_digest(self, texts):
        """Return what names a set of texts, however often and in which order they stand."""
        folded = sorted({matcher.normalised(text) for text in texts})
        return hashlib.sha256('\n'.join(folded).encode()).hexdigest()

    @api.model
    def _is_asked_for(self, texts):
        """Return whether somebody asked to look at exactly these texts."""
        domain = [
            ('text_digest', '=', self._get_digest(texts)),
            ('state', '=', 'appealed'),
        ]
        return bool(self.sudo().search_count(domain, limit=1))

    def _get_sentence(self):
        """Return in one sentence why we do not print this, for the customer."""
        self.ensure_one()
        sentences = self._get_reason_sentences()
        return sentences.get(self.reason) or (
            self.env._("We cannot print this photo.")
            if self.kind == 'photo'
            else self.env._("We cannot print these words.")
        )

    def _get_reason_sentences(self):
        _ = self.env._
        return {
            'insult': _("We do not print words that may hurt somebody."),
            'hate': _("We do not print anything that stirs up hatred against people."),
            'sexual': _("We do not print sexual words or pictures."),
            'violence': _("We do not print anything that threatens or glorifies violence."),
            'drugs': _("We do not print anything that advertises drugs."),
            'trademark': _("A brand is part of your design, and we have no right to print it."),
            'personal_data': _(
                "Your design holds a number, such as that of a bank card, that should stay private."
            ),
            'quality': _("Your photo is too dark, too blurred or too small to look good in print."),
            'rights': _("Your design shows something that belongs to somebody else."),
        }

    def _get_change_url(self):
        """Return the page on which the customer can change the design, or else the order's."""
        line_sudo = self.sudo().sale_line_id  # the link holds the order's token
        if line_sudo._gift_can_be_corrected():
            return line_sudo._gift_get_correction_url()
        return line_sudo.order_id.get_portal_url()

    # === CHANGES === #

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for case in cases:
            case._log('', case.customer_comment or '')
        return cases

    def _log(self, from_state, note=''):
        self.ensure_one()
        events_sudo = self.env['gift.moderation.event'].sudo()  # nobody may add entries by hand
        events_sudo.create(
            {
                'case_id': self.id,
                'from_state': from_state,
                'to_state': self.state,
                'user_id': self.env.uid,
                'note': note,
            }
        )

    def _move(self, target, entry='', **vals):
        """Change the state and log it; cases that are there already are left alone."""
        sources = {case.id: case.state for case in self}
        changed = self._gift_update_state(target, **vals)
        for case in changed:
            case._log(sources[case.id], entry)
        return changed

    def _decide(self, target, *, reason=None, note=''):
        """Approve or reject. Idempotent; the customer is told, what waits goes on.

        :param str target: ``approved`` or ``rejected``.
        """
        vals = {'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now(), 'note': note}
        if reason:
            vals['reason'] = reason
        changed = self._move(target, note, **vals)
        for case in changed:
            if target == 'approved':
                case._allow()
            case._send_decision()
            case._release()

    def _allow(self):
        if self.kind == 'text' and self.texts:
            self.env['gift.moderation.allow'].sudo()._allow_texts(self.texts, self)

    def _send_decision(self):
        """Tell the customer, when there is an order: a photo that is fine needs no mail."""
        if not self.sale_line_id or (self.state == 'approved' and not self.customer_comment):
            return
        template = f'gift_personalization.mail_template_moderation_{self.state}'
        with guarded(self.order_id, self.env._("A mail to the customer could not be sent")):
            self.env['gift.notice']._send_once(self, f'{self.state}-{self.decided_date}', template)

    def _release(self):
        """Let the proof and the job go on when nothing holds them any more."""
        line = self.sale_line_id
        if not line or line._gift_get_holding_cases():
            return
        proof = line._gift_get_open_proof()
        if self.kind == 'text' and proof.state == 'to_check' and proof.policy != 'staff':
            proof._start()
        line.gift_job_ids._gift_on_moderation_closed()

    def _appeal(self, comment):
        """The customer asks to look again.

        :raise UserError: when there is nothing to look at or the comment is missing.
        """
        self.ensure_one()
        comment = self._clean_comment(comment)
        self._gift_lock()
        if self.state not in ('open', 'rejected', 'appealed'):
            raise UserError(self.env._("This was decided already. There is nothing to ask for."))
        self.customer_comment = comment
        self._move('appealed', comment[:200])

    @api.model
    def _clean_comment(self, comment):
        comment = (comment if isinstance(comment, str) else '').replace('\0', '').strip()
        if not comment:
            raise UserError(self.env._("Please tell us in a few words what you want to have made."))
        return comment[:MAX_COMMENT]

    def _replace(self):
        """Close cases whose design was changed. Idempotent."""
        self.filtered(lambda case: case.state in HOLDING)._move('replaced')

    # === BUTTONS === #

    def _check_staff(self):
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('read')

    def action_approve(self):
        """Button: this may be printed."""
        self._check_staff()
        self.sudo()._decide('approved')  # nobody has the right to write cases
        return True

    def action_reject(self):
        """Button: open the wizard that asks for the reason."""
        self.ensure_one()
        self._check_staff()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Reject"),
            'res_model': 'gift.moderation.reject',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_case_id': self.id, 'default_reason': self.reason or 'other'},
        }
