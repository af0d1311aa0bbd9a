import json
import math

from odoo import models

from ..engine.errors import EngineError


class GiftJob(models.Model):
    """How many jobs share so many sheets, for the proposals of batches."""

    _inherit = 'gift.job'

    def _count_on_sheets(self, max_jobs, max_sheets):
        """Return how many of the first jobs fit on ``max_sheets``; at least one, see the plan.

        :param max_sheets: 0 for any number.
        """
        most = min(len(self), max_jobs)
        code = (self[:1].method_codes or '').split('+')[0]
        size = self.env['gift.sheet.size']._get_for_method(code)
        if max_sheets <= 0 or not size:
            return most
        few, many = 1, most
        while few < many:
            middle = (few + many + 1) // 2
            if self[:middle]._count_sheets(code, size) <= max_sheets:
                few = middle
            else:
                many = middle - 1
        return few

    def _count_sheets(self, code, size):
        """Return how many sheets the jobs need; very many when a piece is too large."""
        from ..engine import nesting

        pieces = [piece for job in self for piece in job._get_gang_sizes(code)]
        try:
            return len(nesting.nest(size._build_engine_sheet(), pieces))
        except EngineError:
            return math.inf

    def _get_gang_sizes(self, code):
        """Return the pieces of the job's written surfaces of one method, without laying out."""
        from ..engine import nesting

        content = json.loads(self.sudo().revision_id.content)
        written = set(self.current_file_ids.mapped('surface_key'))
        return [
            nesting.Piece(
                (self.id, surface['key']),
                surface['width_um'] + 2 * surface['bleed_um'],
                surface['height_um'] + 2 * surface['bleed_um'],
                math.ceil(self.quantity),
            )
            for surface in content['template']['surfaces']
            if surface['key'] in written and surface['method']['key'] == code
        ]
