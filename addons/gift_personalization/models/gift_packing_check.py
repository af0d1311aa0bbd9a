from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

KEEP_DAYS = 365


class GiftPackingCheck(models.Model):
    """What a packer saw: a photo of the piece, compared with the approved proof by a person.

    An entry never changes; only its photo is given up after the retention period.
    """

    _name = 'gift.packing.check'
    _description = 'Check at packing'
    _order = 'date desc, id desc'

    job_id = fields.Many2one('gift.job', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='job_id.company_id', store=True)
    asset_id = fields.Many2one('gift.asset', string="Photo", ondelete='restrict')
    verdict = fields.Selection(
        [('match', "It matches"), ('differs', "It differs")], string="Answer"
    )
    reason = fields.Char()
    photo_id = fields.Many2one(
        'gift.packing.check', string="Answers", help="The entry of the photo that this answers."
    )
    revision_hash = fields.Char(string="Design hash", required=True)
    user_id = fields.Many2one('res.users', string="By", default=lambda self: self.env.uid)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    photo_url = fields.Char(compute='_compute_photo_url')

    # A photo gets one answer, also of two simultaneous callers.
    _photo_uniq = models.UniqueIndex('(photo_id) WHERE photo_id IS NOT NULL')

    @api.depends('asset_id')
    def _compute_photo_url(self):
        for check in self:
            check.photo_url = f'/gift/packing/{check.id}.jpg' if check.asset_id else False

    def write(self, vals):
        """Refuse every change; the retention may give photos up.

        :raise UserError: for anything else.
        """
        if not (self.env.su and vals == {'asset_id': False}):
            raise UserError(self.env._("A check at packing cannot be changed. Take a new photo."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A check at packing cannot be deleted."))

    @api.autovacuum
    def _gc_photos(self):
        """Give photos up after the retention period; unused ones are deleted with their files."""
        days = (
            self.env['ir.config_parameter']
            .sudo()
            .get_param('gift_personalization.packing_photo_days', KEEP_DAYS)
        )
        before = fields.Datetime.now() - timedelta(days=max(int(days), 1))
        self.sudo().search([('date', '<', before), ('asset_id', '!=', False)]).write(
            {'asset_id': False}
        )

    def _is_open_photo(self, job):
        """Return whether this photo may be answered: it shows what is to be packed now (sudo)."""
        answered = self.search_count([('photo_id', 'in', self.ids)], limit=1)
        made = job._get_last_event(lambda event: event.to_stage == 'made')
        return (
            len(self) == 1
            and bool(self.asset_id)
            and not answered
            and job.stage == 'made'
            and self.revision_hash == job.revision_hash
            and (not made or self.date >= made.date)
        )
