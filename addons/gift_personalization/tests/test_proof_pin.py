import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon


class PinCommon(ProofCommon):
    @classmethod
    def _pin(cls, proof, comment="A little higher", **values):
        return proof._add_pin(
            **{
                'surface_key': 'front',
                'x_mm': 50,
                'y_mm': 15,
                'comment': comment,
                'partner': cls.customer,
                **values,
            }
        )


@tagged('post_install', '-at_install')
class TestProofPin(PinCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._create_proof("Anna")

    def test_a_comment_is_stored_in_millimetres_and_told_to_staff_once(self):
        first = self._pin(self.proof)
        second = self._pin(self.proof, "And bolder", x_mm='99.96', y_mm='0')

        self.assertRecordValues(
            first | second,
            [
                {'number': 1, 'x_mm': 50.0, 'y_mm': 15.0, 'author_id': self.customer.id},
                {'number': 2, 'x_mm': 100.0, 'y_mm': 0.0, 'author_id': self.customer.id},
            ],
        )
        self.assertEqual(self.proof.activity_ids.mapped('summary'), ["Comment on the picture"])
        self.assertIn("A little higher", self.proof.message_ids[1].body)
        self.assertEqual(self.proof.state, 'sent')

    def test_the_mark_stands_where_the_point_lies_on_the_mock_up(self):
        self._pin(self.proof, x_mm=50, y_mm=20)
        [surface] = self.proof._get_surfaces()

        [point] = self.proof._get_pins(surface['spec'])

        # The area of the mock-up starts at a quarter and is half as large as the picture.
        self.assertAlmostEqual(point['left'], 25 + 50 / 100 * 50)
        self.assertAlmostEqual(point['top'], 25 + 20 / 80 * 50)
        self.assertIn('left: 50.00%; top: 37.50%', self.proof.pictures)

    def test_the_mark_follows_a_surface_that_is_seen_at_an_angle(self):
        self.gift_template.surface_ids.mockup_ids.write(
            {'mapping': 'perspective', 'corner_ne_x': 0.65, 'corner_se_x': 0.65}
        )
        proof = self._create_proof("Zoe")
        self._pin(proof, x_mm=50, y_mm=20)
        [surface] = proof._get_surfaces()

        [point] = proof._get_pins(surface['spec'])

        self.assertAlmostEqual(point['left'], 45)
        self.assertAlmostEqual(point['top'], 37.5)

    def test_the_same_comment_is_stored_once(self):
        self.assertEqual(self._pin(self.proof), self._pin(self.proof))

    def test_points_beside_the_surface_and_odd_values_are_refused(self):
        cases = [
            {'x_mm': -0.2},
            {'x_mm': 100.2},
            {'y_mm': 81},
            {'x_mm': 'nan'},
            {'x_mm': 'inf'},
            {'x_mm': None},
            {'x_mm': '1e400'},
            {'y_mm': 'x' * 5000},
            {'surface_key': 'back'},
            {'surface_key': None},
            {'comment': ' '},
            {'comment': None},
            {'comment': 'x' * 501},
        ]
        for values in cases:
            with self.subTest(values), self.assertRaises(UserError):
                self._pin(self.proof, **values)
        self.assertFalse(self.proof.pin_ids)

    def test_there_is_a_limit(self):
        for index in range(30):
            self._pin(self.proof, f"Comment {index}")

        with self.assertRaisesRegex(UserError, "already 30 comments"):
            self._pin(self.proof, "One more")
        self.assertEqual(len(self.proof.pin_ids), 30)

    def test_never_after_the_approval_nor_on_an_old_version(self):
        self._approve(self.proof)
        with self.assertRaisesRegex(UserError, "approved already"):
            self._pin(self.proof)
        old = self._create_proof("Ben")
        self._correct(old, "Bea")
        with self.assertRaisesRegex(UserError, "newer version"):
            self._pin(old)
        self.assertFalse((self.proof | old).pin_ids)

    def test_more_can_be_pinned_while_a_change_is_asked_for(self):
        self.proof._request_change(comment="See the points", partner=self.customer)

        self.assertTrue(self._pin(self.proof))

    def test_staff_answer_each_comment_and_the_customer_gets_a_mail(self):
        pin = self._pin(self.proof)
        action = pin.with_user(self.users['staff']).action_answer()
        wizard = (
            self.env[action['res_model']]
            .with_user(self.users['staff'])
            .with_context(**action['context'])
            .create({'answer': "By 2 mm"})
        )

        wizard.action_send()

        self.assertEqual(pin.answer_text, "By 2 mm")
        self.assertEqual(pin.answer_ids.author_id, self.users['staff'].partner_id)
        self.assertEqual(self.proof.pin_ids, pin)
        mail = self._get_mails(self.proof, "answered your comment")
        self.assertIn("A little higher", mail.body_html)
        self.assertIn("By 2 mm", mail.body_html)

    def test_comments_are_never_changed_or_deleted(self):
        pin = self._pin(self.proof)

        with self.assertRaises(UserError):
            pin.comment = "Something else"
        with self.assertRaises(UserError):
            pin.unlink()
        for role in ('visitor', 'customer', 'production'):
            with self.subTest(role), self.assertRaises(AccessError):
                pin.with_user(self.users[role]).action_answer()

    def test_a_comment_stops_the_approval_by_silence(self):
        self.proof.auto_opt_in = True

        self._pin(self.proof)

        self.assertFalse(self.proof.auto_opt_in)


@tagged('post_install', '-at_install')
class TestProofPinPage(PinCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proof = cls._create_proof("Anna")

    def _post(self, proof=None, **data):
        proof = proof or self.proof
        page = self.url_open(self.proof.get_portal_url()).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        point = {'surface': 'front', 'x': '50', 'y': '15', 'comment': "A <b>little</b> higher"}
        url = f'/my/gifts/proof/{proof.id}/pin'
        data = {'csrf_token': token, 'access_token': self.proof.access_token, **point, **data}
        return self.url_open(url, data=data, timeout=30)

    def test_the_holder_of_the_link_pins_a_comment_and_sees_it(self):
        page = self._post().text

        self.assertEqual(self.proof.pin_ids.mapped('comment'), ["A <b>little</b> higher"])
        self.assertIn("A &lt;b&gt;little&lt;/b&gt; higher", page)
        self.assertRegex(page, r'class="o_gift_pin" href="#gift_pin_1" style="left: 50.00%')

    def test_what_was_written_stays_in_the_form_when_it_is_refused(self):
        page = self._post(x='1000')

        self.assertEqual(page.status_code, 409)
        self.assertIn("choose a point on the picture", page.text)
        self.assertRegex(page.text, r'<textarea[^>]*>A &lt;b&gt;little')
        self.assertFalse(self.proof.pin_ids)

    def test_nobody_pins_on_the_gift_of_somebody_else(self):
        other = self._create_proof("Ben")

        self.assertEqual(self._post(other).status_code, 404)
        self.assertEqual(self._post(access_token='wrong').status_code, 404)
        self.assertFalse((other | self.proof).pin_ids)

    def test_the_form_is_gone_after_the_approval(self):
        self._pin(self.proof)
        self._approve(self.proof)

        page = self.url_open(self.proof.get_portal_url()).text

        self.assertIn("A little higher", page)
        self.assertNotIn('o_gift_pin_form', page)

    def test_any_two_versions_are_compared(self):
        second = self._correct(self.proof, "Anne")
        third = self._correct(second, "Annie")

        page = self.url_open(third.get_portal_url()).text
        self.assertRegex(page, r'(?s)aria-current="true"[^>]*>version 2<')
        url = third.get_portal_url(query_string='&compare=1')
        compared = self.url_open(url).text

        self.assertRegex(compared, r'(?s)aria-current="true"[^>]*>version 1<')
        pictures = re.findall(r'alt="Version (\d), Front"', compared)
        self.assertEqual(pictures, ['1', '3'])
        self.assertIn('type="range"', compared)
        for odd in ('9', 'x', '3', '-1'):
            page = self.url_open(third.get_portal_url(query_string=f'&compare={odd}')).text
            self.assertRegex(page, r'(?s)aria-current="true"[^>]*>version 2<')
        action = third.with_user(self.users['staff']).action_compare()
        self.assertTrue(action['url'].endswith('#gift_compare'))
