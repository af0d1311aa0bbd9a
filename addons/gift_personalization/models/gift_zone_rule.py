from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.conditions import find_circle


class GiftZone(models.Model):
    """When a zone is there: always, or depending on what was entered in another one."""

    _inherit = 'gift.zone'

    visible_zone_id = fields.Many2one(
        'gift.zone',
        string="Only with",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
        ondelete='set null',
        index='btree_not_null',
        copy=False,
        help="This zone is offered when that one is filled in. Empty: always.",
    )
    visible_values = fields.Char(
        string="When it says",
        help="One of these entries, separated by commas. Empty: whatever was entered.",
    )

    # === CONSTRAINTS === #

    @api.constrains('visible_zone_id', 'visible_values', 'template_id')
    def _check_rule(self):
        for zone in self.filtered('visible_zone_id'):
            parent = zone.visible_zone_id
            if parent.template_id != zone.template_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” can depend on a zone of its own template only.", name=zone.name
                    )
                )
            if zone._get_rule_values() and not parent._is_text():
                raise ValidationError(
                    self.env._(
                        "“%(parent)s” holds no text, so “%(name)s” cannot wait for certain"
                        " entries. Leave them empty.",
                        parent=parent.name,
                        name=zone.name,
                    )
                )
            zone._check_rule_options()
        self.template_id._check_zone_rules()

    def _check_rule_options(self):
        parent = self.visible_zone_id
        if parent.zone_type != 'choice':
            return
        unknown = [text for text in self._get_rule_values() if not parent._find_option(text)]
        if unknown:
            raise ValidationError(
                self.env._(
                    "“%(parent)s” has no option “%(option)s”. Choose from: %(options)s.",
                    parent=parent.name,
                    option=unknown[0],
                    options=', '.join(parent.option_ids.mapped('name')),
                )
            )

    # === READING === #

    def _find_option(self, text):
        """Return the option with that key, or that name in any language; or an empty recordset."""
        wanted = text.casefold()
        langs = [False, *(code for code, _name in self.env['res.lang'].get_installed())]
        return self.option_ids.filtered(
            lambda option: (
                wanted == option.key
                or any(wanted == option.with_context(lang=lang).name.casefold() for lang in langs)
            ),
        )[:1]

    def _get_rule_values(self):
        texts = (text.strip() for text in (self.visible_values or '').split(','))
        return [text for text in texts if text]

    def _get_rule(self):
        """Return ``visible_zone`` and ``visible_values`` of the content document."""
        self.ensure_one()
        parent = self.visible_zone_id
        values = self._get_rule_values() if parent else []
        if parent.zone_type == 'choice':
            values = [parent._find_option(text).key or text for text in values]
        elif parent.zone_type == 'number':
            values = [
                parent._complete_number(text, {}, 'en_US').get('number', text) for text in values
            ]
        return {'visible_zone': parent.key or '', 'visible_values': values}

    def _get_spec(self, fallbacks):
        """Override of `gift.zone` to add the rule."""
        return super()._get_spec(fallbacks) | self._get_rule()


class GiftTemplate(models.Model):
    _inherit = 'gift.template'

    def _check_zone_rules(self):
        """Refuse rules that wait for each other.

        :raise ValidationError: with the names of the zones.
        """
        for template in self:
            zones = template.surface_ids.zone_ids
            rules = {zone.id: zone.visible_zone_id.id for zone in zones}
            circle = find_circle(rules)
            if circle:
                names = [zone.name for zone in zones.browse(circle)]
                raise ValidationError(
                    self.env._(
                        "These zones wait for each other, so none of them would ever be shown:"
                        " %(names)s. Remove the rule of one of them.",
                        names=' → '.join([*names, names[0]]),
                    )
                )

    def copy(self, default=None):
        """Override to let the rules of the copy point to its own zones."""
        copies = super().copy(default)
        for template, copied in zip(self, copies, strict=True):
            by_key = {zone.key: zone for zone in copied.surface_ids.zone_ids}
            for zone in template.surface_ids.zone_ids.filtered('visible_zone_id'):
                by_key[zone.key].visible_zone_id = by_key[zone.visible_zone_id.key]
        return copies
