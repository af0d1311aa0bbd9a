from odoo.exceptions import AccessError
from odoo.tests import tagged

from .names_common import NamesCommon
from .test_access import FULL, NOTHING, OPERATIONS, READ, ROLES


@tagged('post_install', '-at_install')
class TestNameListAccess(NamesCommon):
    MATRIX = {
        #                  visitor  customer employee production staff manager
        'gift.name.list': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.name.row': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
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

    def test_the_hash_of_a_key_is_read_by_nobody_of_the_shop(self):
        names, _key = self._create_list()

        for role in ('staff', 'manager'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                names.with_user(self.users[role]).read(['key_hash'])

    def test_nothing_of_a_list_can_be_called_over_rpc(self):
        for model in self.MATRIX:
            cls = type(self.env[model])
            own = [
                name
                for parent in cls.__mro__
                if parent.__module__.startswith('odoo.addons.gift_')
                for name, value in vars(parent).items()
                if callable(value) and not name.startswith('_')
            ]
            self.assertEqual(own, [], model)
