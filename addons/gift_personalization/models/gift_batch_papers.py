from odoo import models
from odoo.tools.misc import format_date


class GiftBatch(models.Model):
    """What leaves a batch for the workshop: its sheet, the tickets of its jobs, its manifest."""

    _inherit = 'gift.batch'

    def _build_tickets_pdf(self):
        """Return one PDF (bytes): the sheet of the batch, then the ticket of every job."""
        from ..engine import batch_sheet
        from ..engine.outputs.pdf import joined

        self.ensure_one()
        jobs = self.job_ids.sorted('id')
        pages = [batch_sheet.batch_pdf(self._prepare_batch_sheet(jobs))]
        if jobs:
            pages.append(jobs._build_tickets_pdf())
        self._log_event('file', self.env._("The tickets were printed."))
        return joined(pages)

    def _prepare_batch_sheet(self, jobs):
        from ..engine.batch_sheet import BatchData

        fonts = self.env['gift.job']._get_paper_fonts()
        return BatchData(
            name=self.name,
            method=self.sudo().method_label,
            blank=self.sudo().blank_id.name or '',
            due=self._format_due(self.date_due),
            count=f'{self.piece_count:g} ×',
            rows=tuple(
                (
                    job.name,
                    f'{job.quantity:g} ×',
                    job.sudo().product_id.display_name,
                    self._format_due(job.date_due),
                )
                for job in jobs
            ),
            book=self.env['gift.font'].sudo()._get_font_book(fonts),
            fonts=fonts,
            is_rtl=self.env['gift.job']._is_paper_rtl(),
            lang=self.env['gift.job']._get_paper_lang(),
            labels={
                'due': self.env._("First due"),
                'more': self.env._("and %s more jobs", '{count}'),
            },
        )

    def _format_due(self, date):
        return format_date(self.env, date, date_format='d MMM y') if date else ''

    def _prepare_batch_manifest(self):
        """Return what the archive of the batch says about it (JSON types only)."""
        self.ensure_one()
        return {
            'batch': self.name,
            'method': self.sudo().method_codes,
            'blank': self.sudo().blank_id.name or None,
            'state': self.state,
            'job_names': self.job_ids.sorted('id').mapped('name'),
        }

    def _get_archive_files(self):
        """Hook: return (name, bytes) of files in the archive besides those of the jobs."""
        self.ensure_one()
        return []
