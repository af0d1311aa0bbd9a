from odoo import api, fields, models
from odoo.tools import SQL

MAX_HEADINGS = 200


class GiftSupplierFeedProfile(models.Model):
    """What is remembered of a supplier's price lists; its row is the lock of all of them."""

    _name = 'gift.supplier.feed.profile'
    _description = 'Price lists of a supplier'
    _rec_name = 'supplier_id'

    supplier_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='cascade')
    meanings = fields.Json(readonly=True, help="What a column means, by its heading.")

    _supplier_uniq = models.Constraint('UNIQUE(supplier_id)', "A supplier has one profile.")

    @api.model
    def _lock(self, supplier):
        """Return the profile (sudo) of a supplier, written by this transaction.

        Whatever sends, decides about or applies lists of a supplier comes here first: of two
        simultaneous callers the second one is run again by Odoo and sees what the first has done.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gift_supplier_feed_profile (
                    supplier_id, create_uid, write_uid, create_date, write_date
                ) VALUES (%s, %s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
                ON CONFLICT (supplier_id) DO UPDATE SET write_date = EXCLUDED.write_date
                RETURNING id
                """,
                supplier.id,
                self.env.uid,
                self.env.uid,
            )
        )
        return self.sudo().browse(self.env.cr.fetchone()[0])

    @api.model
    def _get_meanings(self, supplier):
        """Return what columns of earlier lists meant: ``{folded heading: meaning}``."""
        profile_sudo = self.sudo().search([('supplier_id', '=', supplier.id)])
        return profile_sudo.meanings or {}

    def _remember(self, meanings):
        """Keep what columns mean; the oldest are forgotten when there are too many.

        :param dict meanings: ``{folded heading: meaning}``, '' for a column that means nothing.
        """
        known = {key: kept for key, kept in (self.meanings or {}).items() if key not in meanings}
        known = {**known, **meanings}
        self.meanings = dict([*known.items()][-MAX_HEADINGS:])
