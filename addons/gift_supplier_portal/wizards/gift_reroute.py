from odoo import api, fields, models


class GiftReroute(models.TransientModel):
    """Shows the buyer who else could make a share, with cost and promise; one click moves it."""

    _name = 'gift.reroute'
    _description = 'Somebody else makes it'

    share_id = fields.Many2one('gift.line.share', required=True, readonly=True)
    product_id = fields.Many2one(related='share_id.product_id')
    order_name = fields.Char(related='share_id.order_name')
    maker_name = fields.Char(related='share_id.maker_name', string="Makes it now")
    pieces = fields.Integer(readonly=True)
    promised = fields.Date(readonly=True)
    option_ids = fields.One2many('gift.reroute.option', 'reroute_id', readonly=True)

    @api.model
    def _create_for(self, share):
        """Return the window for a share that the buyer may read."""
        share_sudo = share.sudo()  # checked by the button; reads capacity and prices
        book, found = share_sudo._get_alternatives()
        return self.create(
            {
                'share_id': share.id,
                'pieces': share_sudo._get_open_pieces(),
                'promised': share_sudo._get_promised_day(),
                'option_ids': [
                    fields.Command.create(self._prepare_option(share_sudo, book, *entry))
                    for entry in found
                ],
            }
        )

    @api.model
    def _prepare_option(self, share, book, reason, option):
        rows = share._prepare_reasons(book, [reason])
        text = share._tell_option(book, option) if option else share._explain_reason(rows[0])
        return {'maker_key': reason.maker, 'text': text, 'is_possible': bool(option)}


class GiftRerouteOption(models.TransientModel):
    """One other maker of a share."""

    _name = 'gift.reroute.option'
    _description = 'Another maker'

    reroute_id = fields.Many2one('gift.reroute', required=True, ondelete='cascade')
    maker_key = fields.Char(required=True, readonly=True)
    text = fields.Text(string="Who, cost and promise", readonly=True)
    is_possible = fields.Boolean(readonly=True)

    def action_choose(self):
        """Button: let this maker make the open pieces."""
        self.ensure_one()
        share = self.reroute_id.share_id
        share._check_buyer()
        share.sudo()._move_to(self.maker_key)  # checked above; the maker is worked out again
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
