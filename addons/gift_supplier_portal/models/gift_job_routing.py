from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .maker_book import OWN
from .sale_order_routing import SEE_MAKERS


class GiftJob(models.Model):
    """A job knows who makes its gift, so that the workshop does not make it as well."""

    _inherit = 'gift.job'

    gift_share_ids = fields.One2many(
        related='sale_line_id.gift_share_ids', string="Who makes it", readonly=True,
        groups=SEE_MAKERS,
    )  # fmt: skip
    gift_outside_problem = fields.Char(
        string="Made elsewhere", compute='_compute_gift_outside_problem'
    )

    @api.depends('stage', 'sale_line_id.gift_share_ids.state')
    def _compute_gift_outside_problem(self):
        for job in self:
            job.gift_outside_problem = job._gift_get_outside_problem()

    def _gift_get_outside(self):
        """Return the shares (sudo) of a gift that suppliers make completely, or nothing."""
        self.ensure_one()
        shares_sudo = self.sudo().sale_line_id.gift_share_ids._get_active()
        if self.original_id or OWN in shares_sudo.mapped('way'):
            return shares_sudo.browse()
        return shares_sudo

    def _gift_get_outside_problem(self):
        """Return why the workshop must not begin the job, or an empty string.

        Once the pieces have arrived, or when the supplier does not work on our pages, the job is
        moved by hand.
        """
        waiting = self._gift_get_outside().filtered(lambda share: share._is_awaited())
        if not waiting or self.stage != 'ready':
            return ''
        return self.env._("%s makes it", ', '.join(waiting.mapped('maker_name')))

    def _check_files_usable(self):
        """Override to refuse what a supplier makes; his own artwork is released all the same."""
        if not self.env.context.get('gift_for_supplier'):
            for job in self:
                problem = job._gift_get_outside_problem()
                if problem:
                    raise UserError(
                        self.env._("%(job)s is not ours: %(problem)s.", job=job.name,
                                   problem=problem)
                    )  # fmt: skip
        return super()._check_files_usable()

    def _get_batchable_domain(self):
        """Override to leave out what suppliers make."""
        shares = 'sale_line_id.gift_share_ids'
        active = Domain('state', '!=', 'ended')
        ours = active & Domain('way', '=', OWN)
        jobs_sudo = self.sudo()  # production has no rights on order lines; ids alone are used
        outside = jobs_sudo.search(
            Domain('stage', '=', 'ready')
            & Domain(shares, 'any', active)
            & ~Domain(shares, 'any', ours)
        )
        return super()._get_batchable_domain() & Domain('id', 'not in', outside.ids)
