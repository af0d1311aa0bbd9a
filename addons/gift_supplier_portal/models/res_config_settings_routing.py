from odoo import fields, models

from .gift_line_share_reroute import AUTOMATIC
from .sale_order_routing import ROUTING


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_routing = fields.Boolean(string="Automatic routing", config_parameter=ROUTING)
    gift_reroute_automatically = fields.Boolean(
        string="Move to another maker by itself", config_parameter=AUTOMATIC
    )
