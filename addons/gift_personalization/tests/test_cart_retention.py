import os
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestCartRetention(ProductionCommon):
    """Carts nobody comes back to go, and with them the designs and photos that only they kept."""

    def setUp(self):
        super().setUp()
        # Background work commits after each record; a test cannot.
        self.enterContext(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )
        self.env['sale.order'].search([('website_id', '!=', False)]).website_id = False

    def _create_cart(self, days=61, **values):
        photo = self._create_photo(color=(days, 20, 30))
        revision = self._create_revision(
            values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
        )
        cart = self._create_gift_order("Anna", confirm=False)
        cart.order_line.gift_revision_id = revision
        cart.write({'website_id': self.website.id, **values})
        cart.date_order = fields.Datetime.now() - timedelta(days=days)
        self._age(cart, days)
        self._age(cart.order_line, days)
        return cart, revision, photo

    def _age(self, records, days):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id IN %s",
                SQL.identifier(records._table),
                fields.Datetime.now() - timedelta(days=days),
                tuple(records.ids),
            )
        )
        self.env.invalidate_all()

    def _run(self):
        self.env['sale.order']._gift_cron_clear_carts()

    def test_an_old_cart_goes_with_its_design_and_photo_and_nothing_dangles(self):
        cart, revision, photo = self._create_cart()
        designs = self.env['gift.design'].search([('asset_ids', 'in', photo.ids)])

        self._run()

        self.assertFalse(cart.exists())
        for records in (revision, designs, photo):
            self._age(records, 61)
        self.env['gift.design']._gc_abandoned()
        self.env['gift.design.revision']._gc_unused()
        self.env['gift.asset']._gc_unused()
        self.assertFalse(revision.exists() or designs.exists() or photo.exists())

    def _get_files(self, photo):
        """Return the names in the file store of everything that is kept of a photo."""
        attachments = self.env['ir.attachment'].search(
            [
                ('res_model', '=', photo._name),
                ('res_id', 'in', photo.ids),
                ('res_field', '!=', False),
            ]
        )
        return set(attachments.mapped('store_fname')) - {False}

    def _is_given_up(self, name):
        """Return whether the file store deletes a file when it cleans up the next time."""
        return os.path.exists(self.env['ir.attachment']._full_path(f'checklist/{name}'))

    def test_the_files_go_with_an_old_cart_and_stay_with_a_paid_order(self):
        _cart, revision, photo = self._create_cart()
        order, kept_revision, kept_photo = self._create_cart(days=70)
        order.action_confirm()
        files, kept_files = self._get_files(photo), self._get_files(kept_photo)
        self.assertTrue(files and kept_files)

        self._run()
        for records in (revision, photo, kept_revision, kept_photo, order, order.order_line):
            self._age(records, 400)
        designs = self.env['gift.design'].search([])
        self._age(designs, 400)
        self.env['gift.design']._gc_abandoned()
        self.env['gift.design.revision']._gc_unused()
        self.env['gift.asset']._gc_unused()

        self.assertFalse(photo.exists() or self._get_files(photo))
        self.assertTrue(all(map(self._is_given_up, files)))
        self.assertTrue(kept_revision.exists() and kept_photo.exists())
        self.assertEqual(self._get_files(kept_photo), kept_files)
        self.assertEqual(order.order_line.gift_revision_id, kept_revision)

    def test_as_long_as_the_cart_is_there_its_design_is(self):
        cart, revision, photo = self._create_cart(days=59)
        self._age(revision, 400)
        self._age(photo, 400)

        self._run()
        self.env['gift.design.revision']._gc_unused()
        self.env['gift.asset']._gc_unused()

        self.assertTrue(cart.exists() and revision.exists() and photo.exists())

    def test_the_days_are_those_of_the_settings(self):
        cart, _revision, _photo = self._create_cart(days=20)
        self._run()
        self.assertTrue(cart.exists())

        self.env['ir.config_parameter'].set_param('gift_base.cart_retention_days', '15')
        self._run()

        self.assertFalse(cart.exists())
        with self.assertRaises(ValidationError):
            self.env['res.config.settings'].create({'gift_cart_days': 3})

    def test_what_is_no_cart_or_is_being_paid_stays(self):
        quotation, _revision, _photo = self._create_cart(website_id=False)
        touched, _revision, _photo = self._create_cart()
        self._age(touched.order_line, 1)
        confirmed, _revision, _photo = self._create_cart()
        confirmed.action_confirm()
        self._age(confirmed, 61)
        self._age(confirmed.order_line, 61)

        self._run()

        self.assertTrue(quotation.exists() and touched.exists() and confirmed.exists())

    def test_the_settings_tell_how_many_there_are(self):
        settings = self.env['res.config.settings']
        names = ['gift_cart_count', 'gift_old_cart_count', 'gift_photo_count']
        before = settings.create({}).read(names)[0]
        self._create_cart()
        self._create_cart(days=5)

        after = settings.create({}).read(names)[0]

        self.assertEqual([after[name] - before[name] for name in names], [2, 1, 2])
