from odoo import api, models
from odoo.tools import SQL

from ..engine import schema


class GiftDesignRevision(models.Model):
    """Freezing many designs at once, for lists of names."""

    _inherit = 'gift.design.revision'

    @api.model
    def _find_or_create_many(self, designs, template, assets):
        """Return ``{hash: revision (sudo)}`` of engine designs; safe under simultaneous callers.

        :param dict designs: engine ``Design`` by its hash.
        :param assets: photos of the list; those a design uses are kept with it.
        """
        revisions_sudo = self.sudo()
        known = revisions_sudo.search([('hash', 'in', list(designs))])
        missing = {
            content_hash: design
            for content_hash, design in designs.items()
            if content_hash not in set(known.mapped('hash'))
        }
        if missing:
            self._insert_many(missing, template)
            created = revisions_sudo.search([('hash', 'in', list(missing))])
            self._link_assets(created, missing, assets)
            known |= created
        return {revision.hash: revision for revision in known}

    @api.model
    def _insert_many(self, designs, template):
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC')",
                content_hash,
                schema.canonical_json(design.to_dict()),
                design.to_dict()['product']['id'],
                template.id,
                self.env.uid,
                self.env.uid,
            )
            for content_hash, design in designs.items()
        ]
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO gift_design_revision (hash, content, product_id, template_id,
                                              create_uid, create_date, write_uid, write_date)
            VALUES %s ON CONFLICT (hash) DO NOTHING
            """,
                SQL(", ").join(rows),
            )
        )

    @api.model
    def _link_assets(self, revisions, designs, assets):
        assets_by_hash = {asset.sha256: asset for asset in assets.sudo()}
        cliparts = self.env['gift.clipart']
        for revision in revisions:
            design = designs[revision.hash]
            values = design.to_dict()['values'].values()
            used = [assets_by_hash.get(value.get('asset')) for value in values]
            kept = self.env['gift.asset'].union(*filter(None, used))
            kept |= cliparts._get_assets(design.cliparts()) if design.cliparts() else kept
            if kept:
                revision._set_assets(kept)
