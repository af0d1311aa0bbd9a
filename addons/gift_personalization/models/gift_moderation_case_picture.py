from markupsafe import Markup

from odoo import api, fields, models

from ..engine.errors import EngineError

PICTURE_PX = 900


class GiftModerationCase(models.Model):
    """What the design of a case looks like, ordered or not: staff see what they judge."""

    _inherit = 'gift.moderation.case'

    document = fields.Json(
        readonly=True,
        copy=False,
        help="The design as it was when the customer asked, where there is no order yet.",
    )
    pictures = fields.Html(string="The gift", compute='_compute_pictures', sanitize=False)

    @api.depends('document')
    def _compute_picture_url(self):
        """Override to show designs that are not ordered yet."""
        super()._compute_picture_url()
        for case in self:
            if not case.picture_url and case.document:
                case.picture_url = case._get_side_url('')

    @api.depends('revision_id', 'document')
    def _compute_pictures(self):
        for case in self:
            case.pictures = Markup().join(
                Markup(
                    '<figure class="o_gift_case_side figure me-3 mb-2">'
                    '<img class="figure-img img-fluid border rounded mb-1" alt="%s" src="%s"/>'
                    '<figcaption class="figure-caption">%s</figcaption></figure>'
                )
                % (self.env._("The gift, %(side)s", side=label), case._get_side_url(key), label)
                for key, label in case._get_sides()
            )

    def _get_side_url(self, key):
        return f'/gift/moderation/case/{self.id}/{key or "first"}.jpg'

    def _get_document(self):
        """Return the content document that staff decide about, None when there is none."""
        self.ensure_one()
        case_sudo = self.sudo()  # the case's reader may see its design
        return case_sudo.revision_id._get_document() if case_sudo.revision_id else self.document

    def _get_sides(self):
        """Return (key, label) of the surfaces on which something is printed."""
        document = self._get_document() or {'template': {'surfaces': []}, 'values': {}}
        return [
            (surface['key'], surface['label'])
            for surface in document['template']['surfaces']
            if any(zone['key'] in document['values'] for zone in surface['zones'])
        ]

    def _render_side(self, key):
        """Return the JPEG of one side on its mock-up; None when it cannot be drawn any more."""
        from ..engine import layout  # HarfBuzz is loaded on first use

        designs = self.env['gift.design'].sudo()  # the case was found readable
        design = designs._parse(self._get_document())
        fonts = self.env['gift.font']._get_font_book(designs._get_font_hashes(design))
        drawings = self.env['gift.clipart']._get_drawing_book(design.cliparts())
        try:
            drawn = layout.layout_design(design, fonts, drawings)
            return self.env['gift.design.revision']._render_design(design, drawn, PICTURE_PX, key)
        except (EngineError, LookupError):
            return None  # its photos, or a font, were deleted meanwhile
