import gzip
import hashlib
import json
from pathlib import Path

from odoo import api, models, tools
from odoo.fields import Domain

from ..engine.errors import EngineError

DATA = Path(__file__).parent.parent / 'data'


class GiftClipart(models.Model):
    """The set that comes with the addon, and what browsers and staff are told of motifs."""

    _inherit = 'gift.clipart'

    # === THE SET === #

    @api.model
    def _load_set(self):
        """Create or update the motifs of ``data/clipart.json``; safe to run again.

        Names, words and order that the shop changed stay as they are; a drawing is replaced when
        its file changed.
        """
        from ..engine.clipart_svg import read_svg  # lxml and Skia are loaded on first use

        known = {
            motif.set_key: motif
            for motif in self.with_context(active_test=False).search([('set_key', '!=', False)])
        }
        for number, entry in enumerate(json.loads((DATA / 'clipart.json').read_text('utf-8'))):
            theme = self._ensure_theme(entry, number)
            for sequence, motif in enumerate(entry['motifs']):
                key = f"{entry['key']}/{motif['key']}"
                data = (DATA / 'clipart' / f'{key}.svg').read_bytes()
                source = hashlib.sha256(data).hexdigest()
                if key not in known:
                    vals = self._prepare_set_motif(key, motif, theme, sequence)
                    drawing = {'asset_id': self._store(read_svg(data)).id, 'source_sha256': source}
                    self._name_record(key, self.create({**vals, **drawing}))
                elif known[key].source_sha256 != source:
                    drawing = {'asset_id': self._store(read_svg(data)).id, 'source_sha256': source}
                    known[key].write(drawing)

    @api.model
    def _prepare_set_motif(self, key, motif, theme, sequence):
        return {
            'set_key': key,
            'name': motif['name'],
            'keywords': motif['keywords'],
            'theme_id': theme.id,
            'sequence': sequence * 10,
        }

    @api.model
    def _ensure_theme(self, entry, number):
        name = f"gift_personalization.clipart_theme_{entry['key']}"
        theme = self.env.ref(name, raise_if_not_found=False)
        if not theme:
            theme = self.env['gift.clipart.theme'].create(
                {'name': entry['name'], 'sequence': number * 10}
            )
            self._name_record(f"theme/{entry['key']}", theme)
        return theme

    @api.model
    def _name_record(self, key, record):
        """Give the record an external id, by which its name is translated."""
        name = 'clipart_' + key.replace('/', '_').replace('-', '_')
        self.env['ir.model.data']._update_xmlids(
            [{'xml_id': f'gift_personalization.{name}', 'record': record, 'noupdate': True}]
        )

    # === WHAT BROWSERS GET === #

    @api.model
    @tools.ormcache('lang')
    def _get_catalogue(self, lang):
        """Return ``(version, data)``: every offered motif in a language, as compressed JSON.

        The version names the content, so that browsers may keep it for ever.
        """
        motifs_sudo = (
            self.sudo()
            .with_context(lang=lang, active_test=True)
            .search([('theme_id.active', '=', True)])
        )
        book = self._get_drawing_book(motifs_sudo.mapped('sha256'))
        content = {
            'themes': [
                {'id': theme.id, 'name': theme.name} for theme in motifs_sudo.theme_id
            ],
            'motifs': [
                motif._prepare_catalogue_entry(book.drawing(motif.sha256)) for motif in motifs_sudo
            ],
        }  # fmt: skip
        data = json.dumps(content, ensure_ascii=False, separators=(',', ':')).encode()
        return hashlib.sha256(data).hexdigest()[:16], gzip.compress(data, mtime=0)

    def _prepare_catalogue_entry(self, drawing):
        return {
            'sha256': self.sha256,
            'name': self.name,
            'words': self.keywords or '',
            'theme': self.theme_id.id,
            'colors': drawing.colors,
            'size': [drawing.width, drawing.height],
            'parts': drawing.parts,
        }

    @api.model
    def _get_catalogue_url(self):
        """Return the address of the catalogue in the present language."""
        lang = self.env.lang or 'en_US'
        return f'/gift/clipart/{self._get_catalogue(lang)[0]}/{lang}.json'

    # === ZONES === #

    @api.model
    def _get_offered_domain(self, zone):
        """Return the domain of the motifs that a zone (sudo) offers."""
        domain = Domain('theme_id.active', '=', True)
        if zone.clipart_theme_ids:
            domain &= Domain('theme_id', 'in', zone.clipart_theme_ids.ids)
        if zone.surface_id.method_id.colors == 'single':
            domain &= Domain('colors', '=', 'single')
        return domain

    # === MESSAGES === #

    @api.model
    def _get_svg_error_message(self, error: EngineError):
        _ = self.env._
        sentences = {
            'svg_size': _("This file is larger than 200 KB. Simplify the drawing and try again."),
            'svg_doctype': _(
                "This file has a document type declaration, which we refuse for safety. Save it as"
                " “plain SVG” and try again."
            ),
            'svg_element': _(
                "The drawing uses “%(name)s”, which cannot be engraved or stitched. Turn it into"
                " plain paths and try again."
            ),
            'svg_attribute': _(
                "The drawing uses “%(name)s”, which cannot be engraved or stitched. Remove it and"
                " try again."
            ),
            'svg_value': _(
                "“%(name)s” has a value that cannot be used here. Use plain colours, solid lines"
                " and no transparency."
            ),
            'svg_number': _(
                "The drawing holds a number that is too large. Draw it on a smaller sheet."
            ),
            'svg_path': _("One of the paths is damaged. Save the drawing anew and try again."),
            'svg_transform': _("One of the shapes is moved in a way we cannot read. Save the"
                               " drawing as “plain SVG” and try again."),
            'svg_complex': _(
                "The drawing has too many shapes or points. Bold and simple motifs are made best."
            ),
            'svg_empty': _(
                "Nothing in this file is drawn. It needs at least one filled shape that is not"
                " white."
            ),
        }  # fmt: skip
        fallback = _("This is not an SVG drawing. Choose a file that ends in .svg.")
        return sentences.get(error.code, fallback) % error.params
