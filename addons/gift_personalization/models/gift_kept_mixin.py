from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, str2bool

BATCH = 1000


class GiftKeptMixin(models.AbstractModel):
    """Records that go when nothing refers to them any more, after the retention period."""

    _name = 'gift.kept.mixin'
    _description = 'Kept as long as it is used'

    @api.model
    def _get_retention_date(self):
        """Return the moment before which unused records go, or ``None`` when they are kept."""
        parameters = self.env['ir.config_parameter'].sudo()
        if not str2bool(parameters.get_param('gift_base.design_retention', 'True')):
            return None
        days = int(parameters.get_param('gift_base.design_retention_days', 60))
        return fields.Datetime.now() - timedelta(days=max(days, 1))

    @api.model
    def _get_unused_domain(self):
        """Return the domain of the records that no stored field of any model refers to."""
        return Domain.AND(
            Domain('id', 'not in', self._select_references(field))
            for model in self.env.registry.values()
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.comodel_name == self._name and self._is_reference(field)
        )

    @api.model
    def _is_reference(self, field):
        return field.store and field.type in ('many2one', 'many2many')

    @api.model
    def _select_references(self, field):
        if field.type == 'many2many':
            return SQL(
                "(SELECT %s FROM %s)",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
            )
        column = SQL.identifier(field.name)
        table = SQL.identifier(self.env[field.model_name]._table)
        return SQL("(SELECT %s FROM %s WHERE %s IS NOT NULL)", column, table, column)

    @api.model
    def _delete_unused(self, domain):
        """Delete a batch of the unused records.

        :param domain: further condition.
        :return: ``(deleted, whether more are left)``, as the vacuum cleaner wants it.
        """
        before = self._get_retention_date()
        if not before:
            return 0, 0
        self.env.flush_all()
        unused = Domain('write_date', '<', before) & domain & self._get_unused_domain()
        records = self.sudo().search(unused, limit=BATCH)
        records.unlink()
        return len(records), int(len(records) == BATCH)
