from odoo import api, models
from odoo.exceptions import ValidationError

LARGEST = 10**12  # mm or anything else: no catalogue needs more


class GiftCatalogueMixin(models.AbstractModel):
    """Records that say what can be personalised: a change clears what was worked out from them.

    Every model that ``gift.template._get_spec`` reads inherits from it, so that the cached
    documents of the live preview are never older than the catalogue. Freezing a design does not
    use the cache.
    """

    _name = 'gift.catalogue.mixin'
    _description = 'Part of the personalisation catalogue'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to forget the cached documents and refuse endless numbers."""
        for vals in vals_list:
            self._gift_check_numbers(vals)
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Override of `base` to forget the cached documents and refuse endless numbers."""
        self._gift_check_numbers(vals)
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """Override of `base` to forget the cached documents."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    def _gift_check_numbers(self, vals):
        """Refuse sizes nothing can be drawn with; they would break the page of every product."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or field.type != 'float' or not isinstance(value, (int, float)):
                continue
            if not abs(value) <= LARGEST:  # not a number is not below anything
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot be %(value)s. Please enter a number of up to"
                        " %(limit)s.",
                        field=field._description_string(self.env),
                        value=str(value)[:20],
                        limit=LARGEST,
                    )
                )
