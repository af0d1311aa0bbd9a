import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name

from ..engine import schema


class RevisionCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template(cls.env)
        cls.product = cls.env['product.product'].create(
            {
                'name': "Mug",
                'gift_template_id': cls.template.id,
            }
        )

    @classmethod
    def _create_template(cls, env, key='revision-test'):
        method = env['gift.print.method'].create({'name': "Test print", 'code': key})
        return env['gift.template'].create(
            {
                'name': "Mug",
                'key': key,
                'surface_ids': [
                    (
                        0,
                        0,
                        {
                            'name': "Wrap",
                            'key': 'wrap',
                            'width_mm': 200,
                            'height_mm': 90,
                            'method_id': method.id,
                            'zone_ids': [
                                (
                                    0,
                                    0,
                                    {
                                        'name': "Name",
                                        'key': 'name',
                                        'x_mm': 10,
                                        'y_mm': 10,
                                        'width_mm': 120,
                                        'height_mm': 40,
                                        'price_extra': 4.0,
                                    },
                                )
                            ],
                        },
                    )
                ],
            }
        )

    def _freeze(self, text, product=None):
        design, _key = self.env['gift.design']._create_for(product or self.product)
        return design._freeze({'name': {'text': text}})


@tagged('post_install', '-at_install')
class TestRevision(RevisionCommon):
    def test_equal_designs_share_one_revision_and_different_ones_never(self):
        first, again, other = self._freeze("Anna"), self._freeze("Anna"), self._freeze("Anne")

        self.assertEqual(first, again)
        self.assertNotEqual(first, other)
        self.assertNotEqual(first.hash, other.hash)

    def test_the_hash_is_the_sha256_of_the_stored_content(self):
        revision = self._freeze("Anna")

        design = schema.parse_design(revision._get_document())

        self.assertEqual(schema.content_hash(design), revision.hash)
        self.assertEqual(schema.canonical_json(design.to_dict()), revision.content)

    def test_a_revision_cannot_be_written_even_by_the_superuser(self):
        revision = self._freeze("Anna")

        with self.assertRaises(UserError):
            revision.with_user(SUPERUSER_ID).content = '{}'
        with self.assertRaises(UserError):
            revision.sudo().write({'hash': '0' * 64})

        self.assertEqual(revision._get_values()['name']['text'], "Anna")

    def test_content_changed_behind_the_orm_is_refused_when_it_is_read(self):
        revision = self._freeze("Anna")
        self.env.flush_all()

        self.env.cr.execute(
            "UPDATE gift_design_revision SET content = replace(content, 'Anna', 'Hugo') WHERE"
            " id = %s",
            (revision.id,),
        )
        self.env.invalidate_all()

        with self.assertRaises(UserError):
            revision._get_layout()

    def test_editing_the_template_leaves_an_old_revision_as_it_was(self):
        revision = self._freeze("Anna")
        before = revision.content

        self.template.surface_ids.zone_ids.write({'width_mm': 60, 'max_size_mm': 6})
        newer = self._freeze("Anna")

        self.assertNotEqual(newer.hash, revision.hash)
        self.assertEqual(revision.content, before)
        width = revision._get_document()['template']['surfaces'][0]['zones'][0]['width_um']
        self.assertEqual(width, 120_000)

    def test_a_design_of_an_earlier_layout_is_drawn_as_it_was_approved(self):
        zone = self.template.surface_ids.zone_ids
        zone.write({'outline_mm': 1.5, 'outline_color_id': self.env['gift.color'].search([])[0].id})
        newer = self._freeze("Bob")
        content = {**newer._get_document(), 'layout': 1}
        older = self.env['gift.design.revision']._find_or_create(
            schema.parse_design(content), self.product, self.template, self.env['gift.asset']
        )

        old_items, new_items = (
            revision._get_layout()[1].surfaces['wrap'].items for revision in (older, newer)
        )

        self.assertNotEqual(older.hash, newer.hash)
        self.assertEqual(older._get_document()['layout'], 1)
        self.assertNotEqual(old_items, new_items)
        self.assertEqual(
            older._get_differences(),
            ["Name: the outline of the letters is filled better now; compare the pictures."],
        )
        self.assertEqual(newer._get_differences(), [])

    def test_another_variant_is_another_revision(self):
        other = self.env['product.product'].create(
            {
                'name': "Cup",
                'gift_template_id': self.template.id,
            }
        )

        self.assertNotEqual(self._freeze("Anna"), self._freeze("Anna", product=other))

    def test_the_language_of_the_visitor_does_not_change_the_hash(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.template.surface_ids.zone_ids.with_context(lang='fr_FR').name = "Prénom"
        design, _key = self.env['gift.design'].with_context(lang='fr_FR')._create_for(self.product)

        french = design.with_context(lang='fr_FR')._freeze({'name': {'text': "Anna"}})

        self.assertEqual(french, self._freeze("Anna"))

    def test_only_filled_zones_cost_extra(self):
        self.assertEqual(self._freeze("Anna")._gift_get_price_extra(), 4.0)
        self.assertEqual(self._freeze("  ")._gift_get_price_extra(), 0.0)

    def test_what_does_not_fit_or_has_no_glyph_is_never_frozen(self):
        for text in ("Maximilian " * 4, "Anna \U00012000"):
            with self.subTest(text=text), self.assertRaises(UserError):
                self.template.surface_ids.zone_ids.write(
                    {'min_size_mm': 12, 'max_size_mm': 14, 'max_chars': 100}
                )
                self._freeze(text)
        self.assertFalse(
            self.env['gift.design.revision'].search([('product_id', '=', self.product.id)])
        )

    def test_a_used_revision_cannot_be_deleted(self):
        revision = self._freeze("Anna")
        partner = self.env['res.partner'].create({'name': "Emma"})
        self.env['sale.order'].create(
            {
                'partner_id': partner.id,
                'order_line': [
                    (
                        0,
                        0,
                        {
                            'product_id': self.product.id,
                            'gift_revision_id': revision.id,
                        },
                    )
                ],
            }
        )

        with self.assertRaises(UserError):
            revision.unlink()

    def test_the_preview_link_of_one_revision_does_not_open_another(self):
        first, other = self._freeze("Anna"), self._freeze("Anne")
        token = first._get_preview_url().rsplit('/', 1)[1].removesuffix('.jpg')
        find = self.env['gift.design.revision']._find_by_preview_token

        self.assertEqual(find(first.hash, token), first)
        self.assertFalse(find(other.hash, token))
        self.assertFalse(find(first.hash, token[:-1] + ('0' if token[-1] != '0' else '1')))


@tagged('post_install', '-at_install')
class TestSimultaneousFreeze(TransactionCase):
    """Two visitors freeze the same design in two real transactions."""

    def test_two_transactions_end_with_one_row(self):
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            template = RevisionCommon._create_template(env, key='simultaneous-test')
            product = env['product.product'].create(
                {
                    'name': "Mug",
                    'gift_template_id': template.id,
                }
            )
            ids = template.id, product.id, template.surface_ids.method_id.id
            cr.commit()  # pylint: disable=invalid-commit
        self.addCleanup(self._delete, *ids)
        barrier = threading.Barrier(2, timeout=30)
        results = {}

        def freeze_once(index, wait):
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                product = env['product.product'].browse(ids[1])
                design, _key = env['gift.design']._create_for(product)  # takes the snapshot
                if wait:
                    barrier.wait()
                results[index] = design._freeze({'name': {'text': "Anna"}}).hash

        def freeze(index):
            try:
                freeze_once(index, wait=True)
            except psycopg2.errors.SerializationFailure:
                freeze_once(index, wait=False)  # as Odoo runs the request again

        threads = [threading.Thread(target=freeze, args=(index,)) for index in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

        with registry.cursor() as cr:
            cr.execute("SELECT hash FROM gift_design_revision WHERE product_id = %s", (ids[1],))
            rows = [row[0] for row in cr.fetchall()]
        self.assertEqual(len(rows), 1)
        self.assertEqual(results, {0: rows[0], 1: rows[0]})

    def _delete(self, template_id, product_id, method_id):
        with Registry(get_db_name()).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env['gift.design'].search([('product_id', '=', product_id)]).unlink()
            env['gift.design.revision'].search([('product_id', '=', product_id)]).unlink()
            env['product.product'].browse(product_id).product_tmpl_id.unlink()
            env['gift.template'].browse(template_id).unlink()
            env['gift.print.method'].browse(method_id).unlink()
            cr.commit()  # pylint: disable=invalid-commit
