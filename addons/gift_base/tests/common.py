"""Users of every role, for the access tests of all gift addons."""

from odoo.tests import new_test_user

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
