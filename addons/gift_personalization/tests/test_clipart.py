import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models import gift_clipart
from .common import GiftCommon

SVG = '<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
SQUARE = '<rect width="10" height="10"/>'
TWO_COLOURS = SQUARE + '<circle cx="5" cy="5" r="3" fill="#c00000"/>'


def encode(body):
    return base64.b64encode((SVG % body).encode())


class ClipartCommon(GiftCommon):
    """A template with a name and a motif of the set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theme = cls.env.ref('gift_personalization.clipart_theme_love')
        cls.heart = cls.env.ref('gift_personalization.clipart_love_heart')
        cls.holly = cls.env.ref('gift_personalization.clipart_seasons_holly')
        cls.motif_zone = cls._add_motif_zone(price_extra=2.5)

    @classmethod
    def _add_motif_zone(cls, template=None, **values):
        return cls.env['gift.zone'].create(
            {
                'surface_id': (template or cls.gift_template).surface_ids.id,
                'name': "Motif",
                'key': 'motif',
                'zone_type': 'clipart',
                'x_mm': 5,
                'y_mm': 50,
                'width_mm': 20,
                'height_mm': 20,
                **values,
            }
        )

    @classmethod
    def _upload(cls, body=SQUARE, **values):
        return cls.env['gift.clipart'].create(
            {'name': "Own", 'theme_id': cls.theme.id, 'svg_file': encode(body), **values}
        )

    def _create_motif_revision(self, motif=None, **value):
        return self._create_revision(
            values={
                'name': {'text': "Anna"},
                'motif': {'clipart': (motif or self.heart).sha256, **value},
            }
        )


@tagged('post_install', '-at_install')
class TestClipart(ClipartCommon):
    # === THE SET === #

    def test_the_set_is_there_in_eight_themes(self):
        motifs = self.env['gift.clipart'].search([('set_key', '!=', False)])
        self.assertGreaterEqual(len(motifs), 64)
        self.assertEqual(len(motifs.theme_id), 8)
        self.assertEqual(self.heart.colors, 'single')
        self.assertEqual(self.holly.colors, 'full')

    def test_loading_the_set_again_changes_nothing(self):
        self.heart.name = "Sweetheart"
        before = self.env['gift.clipart'].search([]).mapped('sha256')
        self.env['gift.clipart']._load_set()
        self.assertEqual(self.env['gift.clipart'].search([]).mapped('sha256'), before)
        self.assertEqual(self.heart.name, "Sweetheart")

    def test_a_changed_file_of_the_set_is_taken_in(self):
        sha256 = self.heart.sha256
        self.heart.write({'svg_file': encode(SQUARE), 'source_sha256': 'old'})
        self.assertNotEqual(self.heart.sha256, sha256)
        self.env['gift.clipart']._load_set()
        self.assertEqual(self.heart.sha256, sha256)

    # === DESIGNS === #

    def test_a_design_keeps_its_drawing_and_says_its_name(self):
        revision = self._create_motif_revision(color='#c01020')
        value = revision._get_values()['motif']
        self.assertEqual(value, {'clipart': self.heart.sha256, 'color': '#c01020'})
        self.assertEqual(revision.asset_ids, self.heart.asset_id)
        self.assertEqual(revision._get_text_summary(), [("Name", "Anna"), ("Motif", "Heart")])
        self.assertEqual(revision._gift_get_price_extra(), 5.5)
        self.assertTrue(revision._render_preview(200).startswith(b'\xff\xd8'))

    def test_a_design_looks_the_same_after_its_motif_was_drawn_anew(self):
        revision = self._create_motif_revision()
        before = revision._render_preview(300)
        old = self.heart.sha256

        self.heart.svg_file = encode(SQUARE)
        gift_clipart._drawing_bytes.pop(old)
        gift_clipart._drawing_book._drawings.pop(old)

        self.assertNotEqual(self.heart.sha256, old)
        self.assertEqual(revision._render_preview(300), before)
        self.assertIn(("Motif", "Heart"), revision._get_text_summary())

    def test_the_print_file_shows_the_motif(self):
        design, layout = self._create_motif_revision()._get_layout()
        items = [item for item in layout.surfaces['front'].items if item.zone == 'motif']
        self.assertEqual(len(items[0].items), len(self.heart._get_drawing().parts))
        self.assertEqual(design.cliparts(), (self.heart.sha256,))

    def test_a_used_motif_is_archived_instead_of_deleted(self):
        self._create_motif_revision()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.heart.unlink()
        self.env.ref('gift_personalization.clipart_love_kiss').unlink()

    def test_motifs_that_a_zone_does_not_offer_are_left_out(self):
        archived = self.env.ref('gift_personalization.clipart_love_kiss')
        archived.active = False
        self.motif_zone.clipart_theme_ids = self.theme
        photo = self._create_photo()
        for sha256 in (self.holly.sha256, archived.sha256, photo.sha256, '0' * 64, 'x', ''):
            with self.subTest(sha256=sha256[:8]):
                values = {'name': {'text': "Anna"}, 'motif': {'clipart': sha256}}
                design, _key = self._create_design(values=values)
                self.assertNotIn('motif', design.values_json)

    def test_a_motif_belongs_to_its_own_kind_of_zone(self):
        values = {'name': {'text': "Anna", 'clipart': self.heart.sha256}}
        design, _key = self._create_design(values=values)
        self.assertFalse(design.values_json)

    def test_one_colour_methods_offer_one_colour_motifs(self):
        method = self._create_method(colors='single')
        self.gift_template.surface_ids.method_id = method
        values = {'name': {'text': "Anna"}, 'motif': {'clipart': self.holly.sha256}}
        design, _key = self._create_design(values=values)
        self.assertNotIn('motif', design.values_json)

    def test_a_required_motif_is_asked_for(self):
        self.motif_zone.required = True
        with self.assertRaisesRegex(UserError, "Motif: please fill this in."):
            self._create_revision()

    def test_malformed_values_are_told_in_a_sentence(self):
        for value in ({'clipart': 5}, {'clipart': ['a']}, 'heart', {'clipart': {'a': 1}}, 7, []):
            with self.subTest(value=value), self.assertRaises(UserError):
                self._create_design(values={'name': {'text': "Anna"}, 'motif': value})

    def test_a_fixed_motif_is_on_every_piece(self):
        self.motif_zone.write({'editable': False, 'default_clipart_id': self.heart.id})
        revision = self._create_revision()
        self.assertEqual(revision._get_values()['motif']['clipart'], self.heart.sha256)
        self.assertEqual(revision.asset_ids, self.heart.asset_id)

    def test_a_fixed_zone_needs_a_motif(self):
        with self.assertRaisesRegex(ValidationError, "Choose the motif"):
            self.motif_zone.editable = False

    def test_a_zone_of_one_colour_does_not_start_with_several(self):
        self.gift_template.surface_ids.method_id = self._create_method(colors='single')
        with self.assertRaisesRegex(ValidationError, "has several colours"):
            self.motif_zone.default_clipart_id = self.holly

    def test_the_proof_tells_the_colour_but_spells_no_letters(self):
        proof = self.env['gift.proof'].new(
            {'revision_id': self._create_motif_revision(color='#c01020').id}
        )
        entry = next(entry for entry in proof._get_entries() if entry['key'] == 'motif')
        self.assertEqual((entry['text'], entry['details']), ("Heart", "Red"))
        self.assertTrue(entry['is_photo'])

    def test_the_zone_editor_shows_a_sample(self):
        surface = self.gift_template.surface_ids
        zone = {
            'name': "Motif", 'zone_type': 'clipart', 'x_mm': 5, 'y_mm': 5, 'width_mm': 20,
            'height_mm': 20, 'clipart_theme_ids': self.theme.ids, 'max_chars': 10,
        }  # fmt: skip
        form = {
            'name': "Front", 'width_mm': 100, 'height_mm': 80, 'method_id': surface.method_id.id
        }  # fmt: skip
        surfaces = self.env['gift.surface'].with_user(self.users['manager'])
        drawn = surfaces.get_zone_samples(form, [zone])[0]
        self.assertIn(self.heart._get_drawing().parts[0][1], drawn['svg'])
        self.assertEqual(drawn['messages'], [])

    # === UPLOADS === #

    def test_a_manager_adds_a_motif(self):
        motifs = self.env['gift.clipart'].with_user(self.users['manager'])
        motif = motifs.create(
            {'name': "Square", 'theme_id': self.theme.id, 'svg_file': encode(TWO_COLOURS)}
        )
        self.assertEqual(motif.colors, 'full')
        self.assertEqual(motif.sudo().asset_id.kind, 'clipart')

    def test_what_is_no_plain_drawing_is_refused_in_a_sentence(self):
        for body, sentence in (
            ('<script>alert(1)</script>', "“script”, which cannot be engraved"),
            ('<image href="http://a/b"/>', "“image”"),
            ('<rect onclick="a()"/>', "“onclick”"),
            ('<rect width="1" height="1" opacity=".3"/>', "no transparency"),
            ('<path d="M0 0X"/>', "damaged"),
            ('', "Nothing in this file is drawn"),
            ('<rect width="1e99" height="1"/>', "too large"),
        ):
            with self.subTest(body=body), self.assertRaisesRegex(UserError, sentence):
                self._upload(body)
        with self.assertRaisesRegex(UserError, "not an SVG drawing"):
            self._upload(svg_file=base64.b64encode(b'GIF89a'))
        with self.assertRaisesRegex(UserError, "could not be read"):
            self._upload(svg_file='no base64!')
        with self.assertRaisesRegex(UserError, "needs a drawing"):
            self.env['gift.clipart'].create({'name': "None", 'theme_id': self.theme.id})

    def test_a_photo_cannot_pass_as_a_drawing(self):
        with self.assertRaisesRegex(ValidationError, "needs a drawing"):
            self.heart.asset_id = self._create_photo()

    # === ACCESS === #

    def test_every_role_has_exactly_its_rights(self):
        matrix = {
            'visitor': '', 'customer': '', 'employee': '', 'production': 'r', 'staff': 'r',
            'manager': 'rwcu',
        }  # fmt: skip
        operations = ('read', 'write', 'create', 'unlink')
        for record in (self.heart, self.theme):
            for role, rights in matrix.items():
                user_record = record.with_user(self.users[role])
                found = ''.join(
                    letter
                    for letter, operation in zip('rwcu', operations, strict=True)
                    if user_record.has_access(operation)
                )
                with self.subTest(model=record._name, role=role):
                    self.assertEqual(found, rights)
        with self.assertRaises(AccessError):
            self.heart.with_user(self.users['staff']).svg_file = encode(SQUARE)
