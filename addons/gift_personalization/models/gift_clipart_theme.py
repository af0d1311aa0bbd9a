from odoo import api, fields, models


class GiftClipartTheme(models.Model):
    """What motifs are grouped by in the customer's picker."""

    _name = 'gift.clipart.theme'
    _description = 'Motif theme'
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    clipart_ids = fields.One2many('gift.clipart', 'theme_id', string="Motifs")
    clipart_count = fields.Integer(string="Number of motifs", compute='_compute_clipart_count')

    @api.depends('clipart_ids')
    def _compute_clipart_count(self):
        for theme in self:
            theme.clipart_count = len(theme.clipart_ids)

    @api.model_create_multi
    def create(self, vals_list):
        themes = super().create(vals_list)
        self.env.registry.clear_cache()  # the catalogue of the picker
        return themes

    def write(self, vals):
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    def action_view_cliparts(self):
        """Open the motifs of the theme."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.name,
            'res_model': 'gift.clipart',
            'views': [(False, 'kanban'), (False, 'list'), (False, 'form')],
            'domain': [('theme_id', '=', self.id)],
            'context': {'default_theme_id': self.id},
        }
