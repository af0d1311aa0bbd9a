"""Users of every role, for the access tests of all gift addons."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user
from odoo.tools import mute_logger

ROLE_GROUPS = {
    'visitor': 'base.group_public',
    'customer': 'base.group_portal',
    'employee': 'base.group_user',
    'production': 'gift_base.group_production',
    'staff': 'gift_base.group_staff',
    'manager': 'gift_base.group_manager',
}


def create_role_users(env, prefix='gift'):
    """Return one new user per role: ``{'visitor': user, 'customer': user, …}``."""
    return {
        role: new_test_user(env, login=f'{prefix}_{role}', groups=group)
        for role, group in ROLE_GROUPS.items()
    }


def get_rights(record):
    """Return what a record's user may do with it: r, w, c, u for read, write, create, unlink."""
    operations = zip('rwcu', ('read', 'write', 'create', 'unlink'), strict=True)
    return ''.join(letter for letter, operation in operations if record.has_access(operation))


class PrivateMethods:
    """For test cases on what nobody may call over RPC."""

    def _assert_private(self, model, names):
        """Assert that a model has these methods and that RPC refuses them."""
        for name in names:
            with self.subTest(model=model, name=name):
                self.assertTrue(hasattr(self.env[model], name), "there is no such method")
                with mute_logger('odoo.service.model'), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)
