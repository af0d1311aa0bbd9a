from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .proof_common import ProofCommon
from .test_access import FULL, NOTHING, OPERATIONS, READ, ROLES

BUTTONS = (
    'action_send',
    'action_preview',
    'action_compare',
    'action_correct',
    'action_answer',
    'action_upload',
)


@tagged('post_install', '-at_install')
class TestProofAccess(ProofCommon):
    """What each role may do with proofs, the log of mails and the staff's wizards."""

    MATRIX = {
        #                     visitor  customer employee production staff manager
        'gift.proof': (NOTHING, READ, NOTHING, READ, READ, READ),
        'gift.proof.artwork': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
        'gift.proof.pin': (NOTHING, NOTHING, NOTHING, READ, READ, READ),
        'gift.proof.pin.answer': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
        'gift.promise.change': (NOTHING, NOTHING, NOTHING, READ, READ, READ),
        'gift.notice': (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, READ),
        'gift.design.change': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
        'gift.design.change.line': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
        'gift.proof.answer': (NOTHING, NOTHING, NOTHING, NOTHING, FULL, FULL),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_proof("Own", partner=cls.users['customer'].partner_id)
        cls.foreign = cls._create_proof("Foreign")

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

    def test_customers_read_the_proofs_of_their_own_orders_only(self):
        proofs = self.env['gift.proof'].with_user(self.users['customer'])

        self.assertEqual(proofs.search([]), self.own)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users['customer']).read(['state'])

    def test_colleagues_of_a_company_see_the_gifts_of_their_company(self):
        company = self.env['res.partner'].create({'name': "Company", 'is_company': True})
        self.users['customer'].partner_id.parent_id = company
        colleague = self.env['res.partner'].create({'name': "Colleague", 'parent_id': company.id})
        proof = self._create_proof("Team", partner=colleague)

        self.assertIn(proof, self.env['gift.proof'].with_user(self.users['customer']).search([]))

    def test_customers_see_no_proof_that_staff_still_check(self):
        proof = self._create_proof(policy='staff', partner=self.users['customer'].partner_id)

        self.assertNotIn(proof, self.env['gift.proof'].with_user(self.users['customer']).search([]))

    def test_customers_cannot_read_where_an_approval_came_from(self):
        self._approve(self.own)

        with self.assertRaises(AccessError):
            self.own.with_user(self.users['customer']).read(['approved_ip'])

    def test_only_staff_press_the_buttons(self):
        for role in ('visitor', 'customer', 'employee', 'production'):
            proof = self.own.with_user(self.users[role])
            for button in BUTTONS:
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    getattr(proof, button)()
        self.assertEqual(self.own.state, 'sent')

    def test_the_log_of_mails_cannot_be_changed(self):
        notice = self.env['gift.notice'].search([('res_id', '=', self.own.id)], limit=1)
        self.assertTrue(notice)
        for user in (self.users['manager'], self.env.ref('base.user_root')):
            with self.subTest(user.login), self.assertRaises(UserError):
                notice.with_user(user).write({'kind': 'other'})
        self.assertEqual(notice.kind, 'ready')

    def test_staff_read_everything_that_the_form_shows(self):
        self._approve(self.own)
        self.own.invalidate_recordset()

        for role in ('production', 'staff', 'manager'):
            with self.subTest(role):
                proof = self.own.with_user(self.users[role])
                self.assertIn('/surface/front.jpg', proof.pictures)
                self.assertIn("Own", proof.readback)
                self.assertEqual(proof.version_ids, self.own)
                self.assertTrue(proof.display_name)
