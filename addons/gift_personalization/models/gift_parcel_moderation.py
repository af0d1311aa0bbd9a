from odoo import api, fields, models

from .gift_design_moderation import BLOCKED
from .gift_moderation_case import HOLDING
from .guarded import guarded


class GiftModerationCase(models.Model):
    _inherit = 'gift.moderation.case'

    parcel_id = fields.Many2one(
        'gift.parcel',
        string="Words for",
        readonly=True,
        ondelete='set null',
        index='btree_not_null',
        help="The words of the giver for this recipient; empty: those of a design.",
    )

    def _get_change_url(self):
        """Override: words for a recipient are no part of a design."""
        if self.parcel_id:
            return self.sudo().order_id.get_portal_url()  # the link holds the order's token
        return super()._get_change_url()


class GiftParcel(models.Model):
    """The giver's words for a recipient pass the lists that the words of designs pass.

    What is on them is told while it is entered. It may be kept by asking us to look at it; it is
    printed once it was approved, and the parcel leaves in any case. Names are never refused.
    """

    _inherit = 'gift.parcel'

    words_asked = fields.Boolean(
        string="Words to look at",
        readonly=True,
        help="The giver asks us to look at words that are on a list.",
    )
    case_ids = fields.One2many(
        'gift.moderation.case', 'parcel_id', readonly=True, groups='gift_base.group_staff'
    )

    @api.model
    def _get_word_problem(self, text):
        """Return why a text is not printed, as designs tell it, or an empty string."""
        words = self.env['gift.moderation.word']
        if not any(match.severity == 'block' for match in words._get_matcher().find(text)):
            return ''
        return self.env['gift.design']._get_finding_sentences()[BLOCKED] % {
            'zone': self.env._("A few words")
        }

    def _moderate_words(self):
        """Open the case that the words of an ordered parcel need. Idempotent; call it in sudo."""
        self.ensure_one()
        line = self.line_ids[:1]
        if self.case_ids or not line:
            return
        matcher = self.env['gift.moderation.word']._get_matcher()
        texts = {'message': self.message, 'name': self.name}
        found = {key: (text, matcher.find(text)) for key, text in texts.items() if text}
        found = {key: entry for key, entry in found.items() if entry[1]}
        if not found:
            return
        labels = {'message': self.env._("A few words"), 'name': self.env._("Recipient")}
        designs = self.env['gift.design'].with_context(gift_zone_labels=labels)
        self.env['gift.moderation.case'].create(
            {
                **designs._prepare_case_values(found),
                'parcel_id': self.id,
                'sale_line_id': line.id,
                'partner_id': self.order_id.partner_id.id,
                'state': 'appealed' if self.words_asked else 'open',
            }
        )

    def _get_printed_message(self):
        """Return the words that are printed: none while somebody has to look at them (sudo)."""
        self.ensure_one()
        held = self.case_ids.filtered(lambda case: case.state in HOLDING)
        return '' if held else self.message or ''


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def action_confirm(self):
        """Override of `sale` to let staff look at words that are on the lists."""
        result = super().action_confirm()
        for parcel_sudo in self.sudo().gift_parcel_ids:  # visitors confirm by paying
            note = self.env._("The words for a recipient could not be checked")
            with guarded(parcel_sudo.order_id, note):
                parcel_sudo._moderate_words()
        return result
