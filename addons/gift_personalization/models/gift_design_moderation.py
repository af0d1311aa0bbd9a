from odoo import api, models
from odoo.exceptions import UserError

from ..engine.errors import Finding

BLOCKED, ASKED = 'blocked_word', 'word_asked'
WEIGHT = {
    'other': 0,
    'trademark': 1,
    'drugs': 2,
    'violence': 3,
    'personal_data': 4,
    'insult': 5,
    'sexual': 6,
    'hate': 7,
}


class GiftDesign(models.Model):
    """Words that are not printed: told while typing, and what the customer can do about it."""

    _inherit = 'gift.design'

    # === FINDINGS === #

    @api.model
    def _layout(self, design):
        """Override to add the zones whose words are not printed to the findings."""
        result, findings = super()._layout(design)
        return result, (*findings, *self._get_word_findings(design))

    @api.model
    def _get_word_findings(self, design):
        blocked = {
            zone: text
            for zone, (text, matches) in self._get_word_matches(design).items()
            if any(match.severity == 'block' for match in matches)
        }
        if not blocked:
            return ()
        asked = self.env['gift.moderation.case']._is_asked_for(blocked.values())
        code, severity = (ASKED, 'warning') if asked else (BLOCKED, 'error')
        return tuple(Finding(code, severity, zone, {}) for zone in blocked)

    @api.model
    def _get_word_matches(self, design):
        """Return ``{zone: (text, matches)}`` of the zones in which a listed word stands.

        :param design: engine ``Design``; what the shop wrote itself is not checked.
        """
        matcher = self.env['gift.moderation.word']._get_matcher()
        found = {}
        for _surface, zone in design.zones():
            text = getattr(design.values.get(zone.key), 'text', '')
            matches = matcher.find(text) if text and zone.editable else ()
            if matches:
                found[zone.key] = (text, matches)
        return found

    @api.model
    def _get_finding_sentences(self):
        """Override to tell about words without telling which ones."""
        return {
            **super()._get_finding_sentences(),
            BLOCKED: self.env._(
                "%(zone)s: we cannot print these words. Please choose other words, or ask us to"
                " look at it."
            ),
            ASKED: self.env._(
                "%(zone)s: we will look at these words before we make anything. You can order now."
            ),
        }

    # === APPEAL === #

    def _ask_for_words(self, comment):
        """Ask the staff to look at the words of this workspace; one open case per design.

        The gift can be ordered then, but nothing is made before the staff have decided.

        :return: gift.moderation.case (sudo).
        :raise UserError: when there is nothing to ask for or the comment is missing.
        """
        self.ensure_one()
        cases_sudo = self.env['gift.moderation.case'].sudo()  # visitors have no rights on cases
        comment = cases_sudo._clean_comment(comment)
        design = self._parse(self._get_content())
        found = self._get_word_matches(design)
        blocked = {
            zone: entry
            for zone, entry in found.items()
            if any(match.severity == 'block' for match in entry[1])
        }
        if not blocked:
            raise UserError(self.env._("These words are fine. You can go on with your order."))
        labelled = self._with_zone_labels(self.sudo().template_id)
        vals = {
            **labelled._prepare_case_values(blocked),
            'customer_comment': comment,
            'document': design.to_dict(),
        }
        case = cases_sudo.search(
            [
                ('design_id', '=', self.id),
                ('sale_line_id', '=', False),
                ('state', 'in', ('open', 'appealed')),
            ]
        )
        if case:
            case._gift_lock()
            case.write(vals)
            case._log(case.state, comment[:200])
            return case
        partner = self.sudo().partner_id
        return cases_sudo.create(
            {**vals, 'design_id': self.id, 'partner_id': partner.id, 'state': 'appealed'}
        )

    @api.model
    def _prepare_case_values(self, found):
        """Return the values of a case about ``{zone: (text, matches)}``."""
        matches = [match for _text, matches in found.values() for match in matches]
        worst = max(
            matches, key=lambda match: (match.severity == 'block', WEIGHT.get(match.reason, 0))
        )
        texts = [text for text, _matches in found.values()]
        reasons = dict(
            self.env['gift.moderation.word']._fields['reason']._description_selection(self.env)
        )
        labels = self.env.context.get('gift_zone_labels', {})
        lines = [
            self.env._(
                "%(zone)s: “%(text)s” – %(reasons)s",
                zone=labels.get(zone, zone),
                text=text,
                reasons=', '.join(sorted({reasons[match.reason] for match in matches})),
            )
            for zone, (text, matches) in found.items()
        ]
        return {
            'kind': 'text',
            'reason': worst.reason,
            'finding': '\n'.join(lines),
            'texts': texts,
            'text_digest': self.env['gift.moderation.case']._get_digest(texts),
        }
