import hashlib
import io
import json
import zipfile
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.gift_personalization.tests.production_common import ProductionCommon

from .common import SupplierCommon
from .pages import SupplierPages


class ArtworkCommon(ProductionCommon, SupplierCommon):
    """Gifts that a supplier makes and sends to the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        route = cls.env.ref('stock_dropshipping.route_drop_shipping')
        cls.gift_product.write(
            {
                'route_ids': [Command.set(route.ids)],
                'seller_ids': [Command.create({'partner_id': cls.mugs.id, 'price': 4.0})],
            }
        )
        cls.mugs.group_rfq = 'all'

    @classmethod
    def _buy(cls, *texts, is_confirmed=True, **kwargs):
        """Return ``(jobs, purchase lines)`` of approved gifts whose files are written."""
        order = cls._create_gift_order(*texts, **kwargs)
        jobs = order.gift_job_ids.sorted('id')
        cls._make_ready(jobs)
        lines = cls.env['purchase.order.line'].search(
            [('gift_sale_line_id', 'in', order.order_line.ids)], order='id'
        )
        if is_confirmed:
            lines.order_id.button_confirm()
        return jobs, lines


@tagged('post_install', '-at_install')
class TestSupplierArtwork(ArtworkCommon, TransactionCase):
    """Purchase lines of gifts, and the artwork that goes with them."""

    def test_each_design_has_a_line_of_its_own_in_one_order_or_many(self):
        _jobs, first = self._buy("Anna", "Ben", is_confirmed=False)
        _jobs, second = self._buy("Anna", is_confirmed=False)

        self.assertEqual(len(first | second), 3)
        self.assertEqual(
            (first | second).mapped('gift_revision_hash'),
            (first | second).gift_sale_line_id.mapped('gift_revision_id.hash')[:2]
            + second.gift_sale_line_id.mapped('gift_revision_id.hash'),
        )
        self.assertEqual((first | second).mapped('product_qty'), [1, 1, 1])

    def test_what_was_confirmed_while_its_files_were_written_is_released_a_little_later(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        packages = self.env['gift.supplier.package']
        with patch.object(type(packages), '_release', lambda self, line: self.browse()):
            _jobs, line = self._buy("Anna")
        self.assertFalse(line.gift_package_ids)

        packages._cron_tell()

        self.assertEqual(line.gift_package_ids.state, 'released')

    def test_lines_of_goods_to_stock_are_not_joined_with_gifts(self):
        self.gift_product.route_ids = [
            Command.set(self.env.ref('purchase_stock.route_warehouse0_buy').ids)
        ]
        mto = self.env.ref('stock.route_warehouse0_mto')
        mto.active = True
        self.gift_product.route_ids |= mto
        orders = [self._create_gift_order(name) for name in ("Anna", "Ben")]
        for order in orders:
            self._make_ready(order.gift_job_ids)

        lines = self.env['purchase.order.line'].search(
            [('gift_sale_line_id', 'in', [order.order_line.id for order in orders])]
        )

        self.assertEqual(lines.mapped('product_qty'), [1, 1])
        self.assertEqual(len(lines.order_id), 1)
        self.assertEqual(lines.mapped('gift_revision_hash'), [False, False])

    def test_orders_with_gifts_are_not_merged(self):
        _jobs, lines = self._buy("Anna", is_confirmed=False)
        other = lines.order_id.copy()
        with self.assertRaises(UserError):
            (lines.order_id | other).action_merge()
        self.assertEqual(lines.product_qty, 1)

    def test_confirming_releases_the_approved_artwork_without_customer_data(self):
        jobs, line = self._buy("Zoë 日本")
        package = line._gift_get_package()

        self.assertEqual((package.state, package.number), ('released', 1))
        self.assertEqual(package.revision_hash, jobs.approved_hash)
        archive = zipfile.ZipFile(io.BytesIO(package._build_zip()))
        manifest = json.loads(archive.read('manifest.json'))
        for name, entry in manifest['files'].items():
            data = archive.read(name)
            self.assertEqual(hashlib.sha256(data).hexdigest(), entry['sha256'])
            self.assertEqual(len(data), entry['size'])
        names = [name.rpartition('.')[2] for name in manifest['files']]
        self.assertEqual(names.count('jpg') + names.count('txt'), 2)
        self.assertEqual(len(names), 2 + len(jobs.current_file_ids))
        texts = next(name for name in manifest['files'] if name.endswith('.txt'))
        self.assertIn("Zoë 日本", archive.read(texts).decode())
        everything = package.manifest + ' '.join(archive.namelist())
        for secret in (jobs.order_id.name, self.partner.name, self.partner.email or 'none@'):
            self.assertNotIn(secret, everything)
        self.assertEqual(package.sha256, hashlib.sha256(archive.read('manifest.json')).hexdigest())

    def test_the_same_artwork_has_the_same_bytes_and_is_released_once(self):
        _jobs, line = self._buy("Anna")
        package = line._gift_get_package()

        line._gift_release_artwork()

        self.assertEqual(line._gift_get_package(), package)
        self.assertEqual(package._build_zip(), package._build_zip())

    def test_an_unapproved_or_changed_design_is_not_ordered(self):
        jobs, line = self._buy("Anna", is_confirmed=False)
        for hash_field, record in (('approved_hash', jobs), ('gift_revision_hash', line)):
            before = record[hash_field]
            record[hash_field] = 'f' * 64
            with self.subTest(hash_field), self.assertRaises(UserError):
                line.order_id.button_confirm()
            record[hash_field] = before
        self.assertEqual(line.order_id.state, 'draft')
        line.order_id.button_confirm()
        self.assertEqual(line.order_id.state, 'purchase')

    def test_a_tampered_design_is_not_ordered(self):
        _jobs, line = self._buy("Anna", is_confirmed=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_design_revision SET content = replace(content, 'Anna', 'Hanna')"
            " WHERE id = %s", [line.gift_revision_id.id]
        )  # fmt: skip
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            line.order_id.button_confirm()

    def test_a_changed_file_is_not_handed_out(self):
        _jobs, line = self._buy("Anna")
        package = line._gift_get_package()
        package.manifest = package.manifest.replace('"size"', '"Size"')
        with self.assertRaises(UserError):
            package._build_zip()

    def test_a_newer_design_withdraws_the_older_artwork_at_once(self):
        jobs, line = self._buy("Anna")
        old = line._gift_get_package()
        proof = self._get_proof(jobs)

        newer = self._create_revision(self.gift_product, {'name': {'text': "Hanna"}})
        jobs.sale_line_id.gift_revision_id = newer
        jobs._gift_on_proof_reopened(proof)

        self.assertEqual(old.state, 'withdrawn')
        with self.assertRaises(UserError):
            old._build_zip()
        self.env['gift.proof']._create_for_job(jobs)
        self._make_ready(jobs)
        package = line._gift_get_package()
        self.assertEqual((package.number, package.state), (2, 'released'))
        self.assertEqual(package.revision_hash, newer.hash)
        self.assertEqual(line.gift_revision_hash, newer.hash)

    def _tell(self):
        """Return the mails about artwork, as (recipient, body), that the scheduled action adds."""
        mails = self.env['mail.mail'].sudo()
        before = mails.search([])
        self.env['gift.supplier.package']._cron_tell()
        added = mails.search([], order='id') - before
        return [(mail.recipient_ids.name, str(mail.body_html)) for mail in added]

    def test_one_mail_tells_each_contact_what_is_ready_and_what_was_withdrawn(self):
        self.startPatcher(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )
        jobs, lines = self._buy("Anna", "Ben")
        self.assertEqual(self._tell(), [])  # the mail of the order led to it
        anna, ben = (line._gift_get_package() for line in lines)
        for job, text in zip(jobs, ("Hanna", "Benno"), strict=True):
            proof = self._get_proof(job)
            newer = self._create_revision(self.gift_product, {'name': {'text': text}})
            job.sale_line_id.gift_revision_id = newer
            job._gift_on_proof_reopened(proof)
            self.env['gift.proof']._create_for_job(job)
        self._make_ready(jobs[:1])

        told = self._tell()

        self.assertEqual([name for name, _body in told], ["Ann", "Bob"])
        hanna = lines[0]._gift_get_package()
        for _name, body in told:
            withdrawn, ready = body.split("Ready to be downloaded")
            self.assertIn(anna._get_stem(), withdrawn)
            self.assertIn(ben._get_stem(), withdrawn)
            self.assertIn(hanna._get_stem(), ready)
            self.assertNotIn(self.partner.name, body)
        self.assertEqual(self._tell(), [])

    def test_artwork_that_nobody_could_know_of_is_withdrawn_without_a_mail(self):
        self.startPatcher(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )
        _jobs, line = self._buy("Anna")
        package = line._gift_get_package()
        package.told_state = False
        package._withdraw("Too early")

        self.assertEqual(self._tell(), [])
        self.assertEqual(package.told_state, 'withdrawn')

    def test_accepted_files_begin_the_job_and_rejected_ones_call_the_staff(self):
        (anna, ben), lines = self._buy("Anna", "Ben")
        first, second = (line._gift_get_package() for line in lines)

        first._answer(self.ann, is_accepted=True, sha256=first.sha256)
        first._answer(self.ann, is_accepted=True, sha256=first.sha256)
        for values in ({'sha256': second.sha256}, {'sha256': 'x', 'reason': "y"}):
            with self.assertRaises(UserError):
                second._answer(self.ann, is_accepted=False, **values)
        second._answer(self.ann, is_accepted=False, sha256=second.sha256, reason="Too thin")

        self.assertEqual((anna.stage, ben.stage), ('in_production', 'ready'))
        self.assertEqual((first.state, second.state), ('accepted', 'rejected'))
        self.assertIn("A supplier has rejected the files", ben.activity_ids.mapped('summary'))

    def test_a_cancelled_order_takes_its_artwork_back(self):
        _jobs, line = self._buy("Anna")
        line.order_id.button_cancel()
        self.assertEqual(line._gift_get_package().state, 'withdrawn')


@tagged('post_install', '-at_install')
class TestSupplierArtworkPage(ArtworkCommon, SupplierPages):
    """Downloads of a contact."""

    def test_downloads_ask_for_the_code_and_are_noted(self):
        _jobs, line = self._buy("Anna")
        package, order = line._gift_get_package(), line.order_id
        path = self._create_link(self.ann, order)
        url = f'{path}/artwork/{package.id}/download'
        self.assertIn("Confirm that it is you", self._post(url).text)
        self._unlock(path)
        name = package._get_files()[0][0]

        whole, single = self._post(url), self._post(url, name=name)
        everything = self._post(f'{path}/order/{order.id}/artwork')

        self.assertEqual(whole.content, package._build_zip())
        self.assertEqual(single.content, package._get_checked()[name])
        self.assertEqual(everything.headers['Content-Type'], 'application/zip')
        self.assertRecordValues(
            package.download_ids.sorted('id'),
            [
                {'contact_id': self.ann.id, 'name': f'{package._get_stem()}.zip'},
                {'contact_id': self.ann.id, 'name': name},
                {'contact_id': self.ann.id, 'name': f'{order.name}.zip'},
            ],
        )
        self.assertEqual(package.download_ids[-1].sha256, hashlib.sha256(whole.content).hexdigest())
        self.assertEqual(self._post(url, name='../../etc/passwd').status_code, 404)
        page = self.url_open(f'{path}/order/{order.id}').text
        self.assertIn(package.sha256, page)
        self.assertNotIn(self.partner.name, page)
        package._withdraw("Changed")
        self.assertEqual(self._post(url).status_code, 409)
        self.assertIn("Withdrawn: do not produce", self.url_open(f'{path}/order/{order.id}').text)
        for other in (self._create_link(self.cleo), self._create_link(self.ann, self.foreign())):
            self.assertEqual(self._post(f'{other}/artwork/{package.id}/download').status_code, 404)

    def foreign(self):
        return self._create_purchase()

    def test_the_answer_about_files_counts_for_what_was_shown(self):
        jobs, line = self._buy("Anna")
        package = line._gift_get_package()
        path = self._create_link(self.ann, line.order_id)
        url = f'{path}/artwork/{package.id}/answer'
        self._post(url, verdict='accepted', sha256=package.sha256)
        self.assertEqual(package.state, 'released')
        self._unlock(path)

        self.assertEqual(self._post(url, verdict='accepted', sha256='x').status_code, 409)
        self.assertEqual(self._post(url, verdict='odd', sha256='x').status_code, 404)
        self._post(url, verdict='accepted', sha256=package.sha256)

        self.assertEqual((package.state, jobs.stage), ('accepted', 'in_production'))
        self.assertLessEqual(package.answer_date, fields.Datetime.now())
