from odoo import api, models


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
        """Override of `base` to forget the cached documents."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Override of `base` to forget the cached documents."""
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """Override of `base` to forget the cached documents."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done
