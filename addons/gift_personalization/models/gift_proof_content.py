from markupsafe import Markup

from odoo import api, fields, models


class GiftProof(models.Model):
    """What a proof shows: pictures and texts, for the customer's page and for staff."""

    _inherit = 'gift.proof'

    preview_url = fields.Char(string="Picture", compute='_compute_preview_url')
    short_text = fields.Char(string="All texts", compute='_compute_short_text', compute_sudo=True)
    pictures = fields.Html(compute='_compute_pictures', sanitize=False, compute_sudo=True)
    readback = fields.Html(compute='_compute_readback', sanitize=False, compute_sudo=True)
    version_ids = fields.One2many(
        'gift.proof',
        string="All versions",
        compute='_compute_version_ids',
    )

    # === COMPUTE METHODS === #

    @api.depends('revision_id')
    @api.depends_context('uid')
    def _compute_preview_url(self):
        for proof in self:
            proof_sudo = proof.sudo()  # who sees the proof may see its picture
            if self.env.user._is_internal() and proof_sudo.revision_id:
                proof.preview_url = proof_sudo.revision_id._get_preview_url()
            else:
                proof.preview_url = (
                    proof_sudo._get_picture_url() if proof_sudo.revision_id else False
                )

    @api.depends('revision_id')
    def _compute_short_text(self):
        for proof in self:
            proof.short_text = proof._get_short_text() if proof.revision_id else False

    @api.depends('revision_id', 'state', 'pin_ids')
    def _compute_pictures(self):
        figure = Markup(
            '<figure class="d-inline-block me-3 position-relative"><a href="%(large)s"'
            ' class="d-block position-relative" target="_blank">'
            '<img src="%(url)s" alt="%(label)s" style="width: 360px; max-width: 100%%"/>%(pins)s'
            '</a><figcaption>%(label)s</figcaption></figure>',
        )
        for proof in self:
            final = '' if proof._get_watermark() else 'final=1'
            proof.pictures = Markup().join(
                figure
                % {
                    'url': f"{proof.access_url}/surface/{surface['key']}.jpg?{final}",
                    'large': f"{proof.access_url}/surface/{surface['key']}.jpg?size=large&{final}",
                    'label': surface['label'],
                    'pins': proof._build_pin_marks(surface['spec']),
                }
                for surface in (proof._get_surfaces() if proof.revision_id else ())
            )

    @api.depends('revision_id')
    def _compute_readback(self):
        row = Markup(
            '<div class="text-muted small">%(label)s</div><div dir="auto" class="fs-3"'
            ' style="white-space: pre-wrap">%(text)s</div>'
            '<div class="text-muted small mb-2">%(details)s</div>',
        )
        for proof in self:
            proof.readback = Markup().join(
                row % entry for entry in (proof._get_entries() if proof.revision_id else ())
            )

    @api.depends('sale_line_id')
    def _compute_version_ids(self):
        for proof in self:
            proof.version_ids = self.search([('sale_line_id', '=', proof.sale_line_id.id)])

    # === READING === #

    def _get_surfaces(self):
        """Return the pictures of the proof, one per surface, in the order of the template.

        :return: ``[{'key', 'label', 'spec', 'is_blank', 'url', 'large_url'}, …]``; ``spec`` is the
            surface of the content document, the addresses open for the holder of the token.
        """
        self.ensure_one()
        document = self.revision_id._get_document()
        labels = self._get_surface_labels()
        return [
            {
                'key': surface['key'],
                'label': labels.get(surface['key'], surface['label']),
                'spec': surface,
                'is_blank': not self._is_surface_filled(surface, document['values']),
                'url': self._build_surface_url(surface['key']),
                'large_url': self._build_surface_url(surface['key'], 'large'),
            }
            for surface in document['template']['surfaces']
        ]

    def _build_pin_marks(self, surface):
        """Return the numbered marks of the comments for the staff's picture."""
        mark = Markup(
            '<span class="badge rounded-pill text-bg-danger position-absolute translate-middle"'
            ' style="left: %(left).2f%%; top: %(top).2f%%" title="%(comment)s">%(number)s</span>',
        )
        return Markup().join(
            mark
            % {
                'left': point['left'],
                'top': point['top'],
                'comment': point['pin'].comment,
                'number': point['pin'].number,
            }
            for point in self._get_pins(surface)
        )

    def _get_surface_keys(self):
        """Return the keys of the surfaces that the proof shows."""
        return [
            surface['key'] for surface in self.revision_id._get_document()['template']['surfaces']
        ]

    def _get_surface_labels(self):
        surfaces_sudo = self.sudo().revision_id.template_id.surface_ids
        return {surface.key: surface.name for surface in surfaces_sudo}

    def _is_surface_filled(self, surface, values):
        return any(zone['key'] in values for zone in surface['zones'])

    def _build_surface_url(self, surface_key, size=''):
        """Return the address of a picture; it differs once the watermark is gone."""
        query = f'&size={size}' if size else ''
        query += '' if self._get_watermark() else '&final=1'
        return self.get_portal_url(suffix=f'/surface/{surface_key}.jpg', query_string=query)

    def _get_picture_url(self, size=''):
        """Return the address of the first picture on which something is printed."""
        self.ensure_one()
        surfaces = self.revision_id._get_document()['template']['surfaces']
        values = self.revision_id._get_values()
        filled = (s for s in surfaces if self._is_surface_filled(s, values))
        return self._build_surface_url(next(filled, surfaces[0])['key'], size)

    def _get_readback(self):
        """Return every entry exactly as it will be made, in the order of the zones.

        :return: ``[{'key', 'label', 'text', 'is_photo', 'details', 'before', 'letters'}, …]``;
            ``before`` is the entry of the version the customer saw before when it differs,
            otherwise ``None``. ``letters`` are those of :meth:`_get_spelling`.
        """
        self.ensure_one()
        previous = self._get_previous()
        before = {entry['key']: entry for entry in previous._get_entries()} if previous else {}
        entries = self._get_entries()
        for entry in entries:
            old = before.get(entry['key'])
            differs = previous and (not old or self._get_look(old) != self._get_look(entry))
            entry['before'] = (old or {'text': ''}) if differs else None
            entry['letters'] = [] if entry['is_photo'] else self._get_spelling(entry['text'])
        return entries

    def _get_look(self, entry):
        return entry['text'], entry['details']

    def _get_short_text(self):
        """Return all texts of the gift in one line, for lists."""
        document = self.revision_id._get_document()
        keys = [
            zone['key'] for surface in document['template']['surfaces'] for zone in surface['zones']
        ]
        texts = [document['values'].get(key, {}).get('text') for key in keys]
        return ' · '.join(' '.join(text.split()) for text in texts if text)

    def _get_entries(self):
        document = self.revision_id._get_document()
        values = document['values']
        labels = {zone.key: zone.name for zone in self.revision_id.template_id._get_zones()}
        names = self._get_choice_names(values)
        return [
            self._prepare_entry(zone, values[zone['key']], labels, names)
            for surface in document['template']['surfaces']
            for zone in surface['zones']
            if zone['key'] in values
        ]

    def _prepare_entry(self, zone, value, labels, names):
        return {
            'key': zone['key'],
            'label': labels.get(zone['key'], zone['label']),
            'text': self.revision_id._get_value_text(value),
            'is_photo': bool(value.get('asset') or value.get('clipart')),
            'details': self._get_value_details(value, names),
        }

    def _get_choice_names(self, values):
        """Return the names of the fonts and colours of all entries, by hash and hex code."""
        texts = [value for value in values.values() if not value.get('asset')]
        fonts_sudo = self.env['gift.font'].sudo().with_context(active_test=False)
        colors_sudo = self.env['gift.color'].sudo()
        fonts = fonts_sudo.search([('sha256', 'in', [value.get('font') for value in texts])])
        colors = colors_sudo.search([('hex', 'in', [value['color'] for value in texts])])
        return {
            **{color.hex: color.name for color in colors},
            **{font.sha256: font.name for font in fonts},
        }

    def _get_value_details(self, value, names):
        """Return how an entry is made: the names of its font and colour."""
        sha256 = value.get('clipart')
        if value.get('asset') or (sha256 and self._has_own_colors(sha256)):
            return ''
        color = names.get(value['color'], value['color'])
        return ' · '.join(filter(None, (names.get(value.get('font')), color)))

    def _has_own_colors(self, sha256):
        book = self.env['gift.clipart']._get_drawing_book([sha256])
        return book.drawing(sha256).colors == 'full'
