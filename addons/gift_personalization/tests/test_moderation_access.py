from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.moderation import ASKS_PER_CALLER
from .test_access import FULL, NOTHING, OPERATIONS, READ, ROLES
from .test_moderation import ModerationCommon


@tagged('post_install', '-at_install')
class TestModerationAccess(ModerationCommon, HttpCase):
    MATRIX = {
        #                        visitor  customer employee production staff manager
        'gift.moderation.word': (NOTHING, NOTHING, NOTHING, NOTHING, READ, FULL),
        'gift.moderation.allow': (NOTHING, NOTHING, NOTHING, NOTHING, READ, FULL),
        'gift.moderation.case': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.moderation.event': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.moderation.reject': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
    }

    def test_every_role_has_exactly_its_rights(self):
        for model, rights in self.MATRIX.items():
            for role, allowed in zip(ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                found = ''.join(
                    letter
                    for letter, operation in zip(FULL, OPERATIONS, strict=True)
                    if records.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, allowed)

    def test_only_staff_decide(self):
        case = self._get_case(self._create_held_proof())
        for role in ('visitor', 'customer', 'employee', 'production'):
            for button in ('action_approve', 'action_reject'):
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    getattr(case.with_user(self.users[role]), button)()
        self.assertEqual(case.state, 'open')

    def test_the_reason_of_a_held_proof_is_for_staff_only(self):
        proof = self._create_held_proof(partner=self.users['customer'].partner_id)
        for role in ('customer', 'production'):
            with self.subTest(role), self.assertRaises(AccessError):
                proof.with_user(self.users[role]).read(['moderation_note'])

    # === PICTURES === #

    def _open_side(self, case, side, role='staff'):
        self.authenticate(f'gift_{role}', f'gift_{role}')
        return self.url_open(f'/gift/moderation/case/{case.id}/{side}.jpg', allow_redirects=False)

    def test_staff_see_what_they_judge_and_nobody_else_does(self):
        _design, asked = self._ask()
        cases = (asked, self._get_case(self._create_held_proof()))
        for case in cases:
            for role in ('visitor', 'customer', 'employee', 'production', 'staff', 'manager'):
                with self.subTest(case=case.state, role=role):
                    if role == 'visitor':
                        self.authenticate(None, None)
                        url = f'/gift/moderation/case/{case.id}/front.jpg'
                        answer = self.url_open(url, allow_redirects=False)
                    else:
                        answer = self._open_side(case, 'front', role)
                    is_seen = role in ('staff', 'manager')
                    self.assertEqual(answer.status_code == 200, is_seen)
                    self.assertEqual(answer.content[:2] == b'\xff\xd8', is_seen)

    def test_a_side_that_is_none_is_not_found(self):
        _design, case = self._ask()
        for side in ('back', '..', '%00', 'front.jpg', '0'):
            with self.subTest(side):
                self.assertEqual(self._open_side(case, side).status_code, 404)

    # === ROUTES === #

    def _ask_route(self, text="Zorgle", comment="My surname", **params):
        params = {
            'product_id': self.gift_product.id,
            'values': {'name': {'text': text}},
            'comment': comment,
            **params,
        }
        return self.make_jsonrpc_request('/gift/moderation/ask', params)

    def test_a_visitor_asks_for_words_and_keeps_the_design(self):
        answer = self._ask_route()

        design = self.env['gift.design']._find_by_key(answer['key'])
        case = self.env['gift.moderation.case'].search([('design_id', '=', design.id)])
        self.assertEqual((case.state, case.texts), ('appealed', ["Zorgle"]))
        self.assertTrue(design._freeze())

    def test_hostile_questions_are_refused_with_a_sentence(self):
        for params in (
            {'comment': ''},
            {'comment': {'a': 1}},
            {'text': "Anna"},
            {'product_id': 'x'},
            {'values': [1]},
            {'values': {'name': {'text': 5}}},
        ):
            self.env['gift.rate.limit'].search([]).unlink()
            with self.subTest(params):
                self.assertTrue(self._ask_route(**params)['error'])
        self.assertFalse(self.env['gift.moderation.case'].search([('state', '=', 'appealed')]))

    def test_questions_are_limited(self):
        for index in range(ASKS_PER_CALLER):
            self.assertIn('key', self._ask_route(f"Zorgle {index}"))

        self.assertIn("too often", self._ask_route("Zorgle again")['error'])

    def test_the_answers_never_tell_the_lists(self):
        answer = self.make_jsonrpc_request(
            '/gift/preview',
            {'product_id': self.gift_product.id, 'values': {'name': {'text': "z.o.r.g.l.e"}}},
        )

        self.assertNotIn('zorgle', str(answer['findings']).lower())
        self.assertNotIn('hate', str(answer['findings']).lower())

    def test_the_decision_is_shown_to_the_holder_of_the_link_only(self):
        case = self._get_case(self._create_held_proof())
        self._reject(case, 'trademark')
        url = case.get_portal_url()

        self.assertIn("we have no right to print it", self.url_open(url).text)
        for stranger in (url.split('?')[0], url[:-3] + 'abc'):
            page = self.url_open(stranger)
            self.assertNotIn("no right to print", page.text)

    @mute_logger('odoo.http')
    def test_the_holder_of_the_link_asks_again(self):
        case = self._get_case(self._create_held_proof())
        self._reject(case, 'trademark')
        url, token = case.get_portal_url().split('?')[0], case.access_token

        bare = self.url_open(url, data={'access_token': token, 'comment': "Mine"})
        self.assertEqual((bare.status_code, case.state), (400, 'rejected'))  # no csrf token
        data = {'access_token': token, 'comment': "Mine"}
        self.authenticate(None, None)
        data['csrf_token'] = self._get_csrf_token(case.get_portal_url())
        page = self.url_open(url, data=data)

        self.assertEqual(page.status_code, 200)
        self.assertEqual((case.state, case.customer_comment), ('appealed', "Mine"))

    def _get_csrf_token(self, url):
        return self.url_open(url).text.split('name="csrf_token" value="')[1].split('"')[0]
