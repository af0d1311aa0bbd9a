from odoo import api, models
from odoo.exceptions import UserError


class GiftAppendOnlyMixin(models.AbstractModel):
    """Records that tell what happened: they can be added, never changed nor deleted."""

    _name = 'gift.append.only.mixin'
    _description = 'Append-only record'

    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse every change.

        :raise UserError: always, with what to do instead.
        """
        raise UserError(
            self.env._(
                "An entry of the log “%(model)s” cannot be changed. Add a new entry that"
                " corrects it.",
                model=self._description,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._(
                "An entry of the log “%(model)s” cannot be deleted. Add a new entry that"
                " corrects it.",
                model=self._description,
            )
        )
