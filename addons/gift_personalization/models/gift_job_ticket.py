import json

from odoo import api, fields, models
from odoo.tools.misc import format_date

from .gift_print_file import FIGURES

TICKET_FONT = 'lato'


class GiftJob(models.Model):
    """What leaves the job for the workshop: tickets, files, links to deliveries."""

    _inherit = 'gift.job'

    delivery_count = fields.Integer(compute='_compute_delivery_count')

    def _compute_delivery_count(self):
        for job in self:
            job.delivery_count = len(job.sudo().sale_line_id.move_ids.picking_id)

    # === TICKET === #

    def _build_tickets_pdf(self):
        """Return one PDF (bytes) with the production ticket of every job, in that order."""
        from ..engine import sheet

        pages = []
        for job in self:
            pages.append(job._prepare_ticket())
            job._log_event('ticket', self.env._("The ticket was printed."))
        return sheet.tickets_pdf(pages)

    def _prepare_ticket(self):
        """Return what the engine prints on the ticket."""
        from ..engine.sheet import TicketData

        self.ensure_one()
        revision_sudo = self.revision_id.sudo()  # the job's reader may see its texts and picture
        fonts = self._get_paper_fonts()
        recipient = [(self.env._("For"), self.recipient)] if self.recipient else []
        return TicketData(
            job=self.name,
            order=self.order_name,
            product=self.sudo().product_id.display_name,
            quantity=f'{self.quantity:g} ×',
            due=format_date(self.env, self.date_due, date_format='d MMM y'),
            customer=self.customer_name or '',
            content_hash=self.revision_hash,
            lines=(*recipient, *revision_sudo._get_text_summary()),
            picture=revision_sudo._get_preview(),
            book=self.env['gift.font'].sudo()._get_font_book(fonts),
            fonts=fonts,
            is_rtl=self._is_paper_rtl(),
            lang=self._get_paper_lang(),
            labels={
                'picture': self.env._("Picture"),
                'order': self.env._("Order"),
                'quantity': self.env._("Quantity"),
                'due': self.env._("Due"),
                'hash': self.env._("Design"),
            },
        )

    @api.model
    def _get_paper_fonts(self):
        """Return the hashes of the faces in which tickets are set, the text face first."""
        fonts_sudo = self.env['gift.font'].sudo()  # a part of the catalogue
        text_face = fonts_sudo.search([('key', '=', TICKET_FONT)])
        return (*text_face.mapped('sha256'), *fonts_sudo._get_fallback_hashes())

    @api.model
    def _is_paper_rtl(self):
        """Tell whether papers in the context's language are read from the right."""
        lang = self.env['res.lang']._get_data(code=self.env.lang or 'en_US')
        return lang.direction == 'rtl'

    def _get_paper_lang(self):
        """Return the language of papers as BCP 47 writes it, such as ``en-US``."""
        return (self.env.lang or 'en_US').split('@')[0].replace('_', '-')

    # === FILES === #

    def _prepare_manifest(self, names):
        """Return what the archive of print files says about the job (JSON types only).

        :param dict names: gift.print.file → its name in the archive.
        """
        self.ensure_one()
        content = json.loads(self.sudo().revision_id.content)
        return {
            'job': self.name,
            'order': self.order_name,
            'product': self.sudo().product_id.display_name,
            'quantity': self.quantity,
            'design_sha256': self.revision_hash,
            'schema_version': content['schema'],
            'layout_version': content['layout'],
            'files': [
                {
                    'name': names[file],
                    'kind': file.kind,
                    'surface': file.surface_key,
                    'format': file.file_format,
                    'sha256': file.sha256,
                    'bytes': file.file_size,
                    'dpi': file.dpi,
                    'width_mm': file.width_mm,
                    'height_mm': file.height_mm,
                    'mirrored': file.mirrored,
                    'options': json.loads(file.options or '{}'),
                    'parity': {name: file[name] for name in FIGURES[file.kind]},
                }
                for file in names
            ],
        }

    # === BUTTONS === #

    def action_print_tickets(self):
        """Button: one PDF with the tickets of the selected jobs."""
        self._check_operator()
        return self._prepare_download('/gift/jobs/tickets.pdf')

    def action_download_files(self):
        """Button: one archive with the print files of the selected jobs.

        :raise UserError: when a job has no files that may be printed.
        """
        self._check_operator()
        self.sudo()._check_files_usable()  # checked above
        return self._prepare_download('/gift/jobs/files.zip')

    def _prepare_download(self, path):
        ids = ','.join(map(str, self.ids))
        return {'type': 'ir.actions.act_url', 'url': f'{path}?ids={ids}', 'target': 'new'}

    def action_view_deliveries(self):
        """Button: open the deliveries of the gift."""
        self.ensure_one()
        return self.sudo().order_id._get_action_view_picking(
            self.sudo().sale_line_id.move_ids.picking_id,
        )
