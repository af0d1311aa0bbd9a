from odoo import models
from odoo.exceptions import AccessError


class GiftProof(models.Model):
    """The versions of a proof beside each other, for the staff's screen."""

    _inherit = 'gift.proof'

    def action_compare_here(self):
        """Button: compare the versions without leaving the back office."""
        self.ensure_one()
        self._check_comparer()
        return {
            'type': 'ir.actions.client',
            'tag': 'gift_proof_compare',
            'name': self.env._("Compare versions"),
            'context': {'active_id': self.id},
        }

    def get_comparison(self, number=None):
        """Return what the comparison shows of this version and an earlier one.

        :param number: of the earlier version; the one before this when not given.
        :return: ``{'title', 'can_answer', 'numbers', 'before', 'now', 'pairs'}``; a version is
            ``{'id', 'number', 'state', 'entries'}`` (``before`` is ``False`` where there is none),
            a pair ``{'key', 'label', 'before', 'now', 'pins_before', 'pins_now'}`` of a surface.
        :raise AccessError: for users outside the production team.
        """
        self.ensure_one()
        self._check_comparer()
        proof_sudo = self.sudo()  # checked above
        versions = proof_sudo.sale_line_id.gift_proof_ids.sorted('number')
        earlier = versions.filtered(lambda proof: proof.number < proof_sudo.number)
        chosen = earlier.filtered(lambda proof: proof.number == number) or earlier[-1:]
        before = chosen._get_compared_surfaces() if chosen else {}
        return {
            'title': proof_sudo.display_name,
            'can_answer': self.env.user.has_group('gift_base.group_staff'),
            'numbers': earlier.mapped('number'),
            'before': chosen._get_compared_version() if chosen else False,
            'now': proof_sudo._get_compared_version(),
            'pairs': [
                {
                    'key': key,
                    'label': now['label'],
                    'now': now['url'],
                    'pins_now': now['pins'],
                    'before': before.get(key, {}).get('url', False),
                    'pins_before': before.get(key, {}).get('pins', []),
                }
                for key, now in proof_sudo._get_compared_surfaces().items()
                if not (now['is_blank'] and before.get(key, now)['is_blank'])
            ],
        }

    def answer_pin(self, pin_id, text):
        """Answer a comment of this version, as the customer reads it; return the comments anew.

        :raise AccessError: for users outside the staff.
        :raise UserError: for an empty answer.
        """
        self.ensure_one()
        self._check_staff()
        pin_sudo = self.sudo().pin_ids.filtered(lambda pin: pin.id == pin_id)
        if pin_sudo:
            pin_sudo._answer(text, self.env.user.partner_id)
        return self.sudo()._get_compared_surfaces()

    def _check_comparer(self):
        if not self.env.user.has_group('gift_base.group_production'):
            raise AccessError(self.env._("Only the gift shop's production team may do this."))
        self.check_access('read')

    def _get_compared_version(self):
        self.ensure_one()
        return {
            'id': self.id,
            'number': self.number,
            'state': dict(self._fields['state']._description_selection(self.env))[self.state],
            'entries': [
                {'label': entry['label'], 'text': entry['text']} for entry in self._get_entries()
            ],
        }

    def _get_compared_surfaces(self):
        """Return ``{surface key: {'label', 'url', 'is_blank', 'pins'}}`` of one version (sudo)."""
        self.ensure_one()
        return {
            surface['key']: {
                'label': surface['label'],
                'url': surface['url'],
                'is_blank': surface['is_blank'],
                'pins': [self._prepare_pin(point) for point in self._get_pins(surface['spec'])],
            }
            for surface in self._get_surfaces()
        }

    def _prepare_pin(self, point):
        pin = point['pin']
        return {
            'id': pin.id,
            'number': pin.number,
            'left': point['left'],
            'top': point['top'],
            'comment': pin.comment,
            'author': pin.author_id.name,
            'answers': pin.answer_ids.mapped('comment'),
        }
