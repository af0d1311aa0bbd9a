from odoo import api, models

from .gift_job_ticket import TICKET_FONT


class GiftPrintFile(models.Model):
    """Embroidery: what the digitiser's work sheet says beside the drawing."""

    _inherit = 'gift.print.file'

    @api.model
    def _prepare_worksheet(self, job, surface):
        """Return the engine's facts of one surface of a job (sudo)."""
        from ..engine.worksheet import WorksheetData

        fonts_model = self.env['gift.font'].sudo()
        fonts = (
            *fonts_model.search([('key', '=', TICKET_FONT)]).mapped('sha256'),
            *fonts_model._get_fallback_hashes(),
        )
        method = self.env['gift.print.method']._get_by_code(surface['method']['key'])
        return WorksheetData(
            job=job.name,
            product=job.product_id.display_name,
            quantity=f'{job.quantity:g} ×',
            surface=surface['label'] or surface['key'],
            content_hash=job.revision_hash,
            book=fonts_model._get_font_book(fonts),
            fonts=fonts,
            texts=tuple(self._get_worksheet_texts(job, surface)),
            threads={color.hex: color.thread for color in method.color_ids if color.thread},
            labels=self._get_worksheet_labels(),
        )

    @api.model
    def _get_worksheet_texts(self, job, surface):
        """Yield ``(text, font, letter height in µm)`` of the filled text zones."""
        design, layout = job.revision_id._get_layout()
        fonts = self.env['gift.font'].sudo().with_context(active_test=False)
        names = {
            font.sha256: font.name for font in fonts.search([('sha256', 'in', design.fonts())])
        }
        for zone in design.surface(surface['key']).zones:
            block = layout.texts.get(zone.key)
            value = design.values.get(zone.key)
            if block and value:
                font = names.get(getattr(value, 'font', ''), '')
                yield getattr(value, 'text', zone.label), font, block.letter_um

    @api.model
    def _get_worksheet_labels(self):
        return {
            'size': self.env._("Size"),
            'scale': self.env._("Scale of the drawing"),
            'text': self.env._("Text"),
            'font': self.env._("Font"),
            'letter': self.env._("Letter height"),
            'color': self.env._("Colour"),
            'thread': self.env._("Thread"),
            'area': self.env._("Area"),
            'stitches': self.env._("Stitches, estimate"),
            'total': self.env._("Total, estimate"),
            'no_thread': self.env._("choose one"),
            'hash': self.env._("Design"),
            'note': self.env._(
                "The counts are estimates (rows 0.4 mm apart, satin up to 7 mm, a third for"
                " underlay) and may be a third off. What the digitiser's program counts is true."
            ),
        }
