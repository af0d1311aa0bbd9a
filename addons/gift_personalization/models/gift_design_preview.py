from odoo import api, models
from odoo.exceptions import UserError

MAX_PHOTOS = 30


class GiftDesign(models.Model):
    """What the product page asks of a design while the customer is still typing."""

    _inherit = 'gift.design'

    # === PREVIEW === #

    @api.model
    def _preview(self, product, values, design=None, key=''):
        """Lay out unsaved values; writes nothing.

        :param product: product.product that can be personalised.
        :param dict values: untrusted values by zone key.
        :param design: the visitor's workspace (sudo), whose photos may be used.
        :param str key: key of that workspace; lets the browser fetch its photos.
        :return: ``surfaces`` (key, svg, material, mockup, ink), ``findings`` (see
            `_prepare_findings`), ``price_extra`` (product's currency) and ``description`` (text for
            screen readers).
        :raise UserError: when the values cannot be read or use somebody else's photo.
        """
        template = product.sudo().gift_template_id
        self = self._with_zone_labels(template)
        assets = design.sudo().asset_ids if design else self.env['gift.asset']
        spec = template._get_live_spec(product)
        parsed = self._parse(self._build_content(product, values, assets, spec))
        layout, findings = self._layout(parsed)
        document = parsed.to_dict()
        return {
            'surfaces': [
                self._prepare_surface_preview(surface, layout.surfaces[surface['key']], key)
                for surface in document['template']['surfaces']
            ],
            'findings': self._prepare_findings(parsed, findings),
            'price_extra': template._get_price_extra(parsed.values),
            'description': self._build_description(document),
        }

    @api.model
    def _with_zone_labels(self, template):
        """Return the model with the translated labels of the zones at hand for messages."""
        return self.with_context(gift_zone_labels=template._get_zone_labels())

    @api.model
    def _prepare_surface_preview(self, surface, display, key):
        from ..engine.outputs import material_svg, svg  # loaded with the layout engine

        mockup = surface['mockup']
        ink = self.env['gift.template']._get_ink(surface)
        light = self.env['gift.mockup']._get_light_url(mockup) if mockup else ''
        filter_id, material = material_svg.material_filter(surface, light)
        return {
            'key': surface['key'],
            'ink': ink,
            'svg': svg.render_svg(
                display,
                lambda sha256: f'/gift/asset/{sha256}/screen.jpg?key={key}',
                ink=ink or None,
                id_prefix=f"gift-{surface['key']}",
                dots_href=lambda item: self._get_dots_url(item, display, ink, key),
                filter_id=filter_id,
            ),
            'material': material,
            'mockup': self._prepare_mockup_preview(mockup) if mockup else None,
        }

    @api.model
    def _prepare_mockup_preview(self, mockup):
        area = mockup['area']
        return {
            'url': f"/gift/mockup/{mockup['asset']}.img",
            'width': mockup['width_px'],
            'height': mockup['height_px'],
            'blend': mockup['blend'],
            'mapping': mockup.get('mapping'),
            'style': ';'.join(
                f'{name}:{area[share] / 10000:g}%'
                for name, share in (
                    ('left', 'x_ppm'),
                    ('top', 'y_ppm'),
                    ('width', 'width_ppm'),
                    ('height', 'height_ppm'),
                )
            ),
        }

    @api.model
    def _prepare_finding(self, finding):
        return {
            'code': finding.code,
            'severity': finding.severity,
            'zone': finding.zone,
            'message': self._gift_finding_message(finding),
        }

    @api.model
    def _build_description(self, document):
        """Return in words what the preview shows, for customers who cannot see it."""
        labels = self.env.context.get('gift_zone_labels', {})
        parts = []
        for surface in document['template']['surfaces']:
            for zone in surface['zones']:
                value = document['values'].get(zone['key'])
                if value:
                    label = labels.get(zone['key'], zone['label'])
                    parts.append(self._build_value_description(label, value))
        if not parts:
            return self.env._("Nothing is on the product yet.")
        return self.env._("On the product: %(entries)s.", entries='; '.join(parts))

    @api.model
    def _build_value_description(self, label, value):
        if value.get('asset'):
            return self.env._("%(label)s is placed", label=label)
        if value.get('clipart'):
            name = self.env['gift.clipart']._get_name(value['clipart'])
            return self.env._("%(label)s shows “%(motif)s”", label=label, motif=name)
        return self.env._(
            "%(label)s reads “%(text)s”",
            label=label,
            text=' / '.join(value['text'].split('\n')),
        )

    # === WORKSPACE OF A PAGE === #

    @api.model
    def _open_or_create(self, product, key=None, partner=None):
        """Return ``(design, key)`` in sudo: the workspace of the key, or a new one.

        A workspace follows its customer to another variant of the same product.
        """
        design_sudo = self._find_by_key(key)
        if not design_sudo or design_sudo.product_tmpl_id != product.product_tmpl_id:
            return self._create_for(product, partner)
        if design_sudo.product_id != product:
            design_sudo.product_id = product
        return design_sudo, key

    @api.model
    def _create_from_revision(self, revision, product=None, partner=None):
        """Return ``(design, key)`` of a new workspace that starts with a frozen design.

        :param product: another variant, the revision's own when not given.
        """
        revision_sudo = revision.sudo()
        design_sudo, key = self._create_for(product or revision_sudo.product_id, partner)
        design_sudo.asset_ids = revision_sudo.asset_ids
        design_sudo._save_values(revision_sudo._get_values())
        return design_sudo, key

    def _add_photo(self, asset):
        """Let the workspace use a photo.

        :raise UserError: when it holds too many.
        """
        self.ensure_one()
        if len(self.asset_ids - asset) >= MAX_PHOTOS:
            raise UserError(
                self.env._(
                    "This design already holds %(count)s photos. Please reload the page to start"
                    " again.",
                    count=MAX_PHOTOS,
                )
            )
        self.asset_ids |= asset
