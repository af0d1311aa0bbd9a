from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestForeignFields(TransactionCase):
    """Our fields on Odoo's models keep nobody from creating what Odoo lets him create."""

    def test_no_field_for_a_group_has_a_default_that_others_would_have_to_write(self):
        found = [
            f'{name}.{field.name}'
            for name in ('res.partner', 'res.users', 'product.template', 'sale.order')
            for field in self.env[name]._fields.values()
            if field.name.startswith('gift_') and field.groups and field.default
        ]

        self.assertEqual(found, [])

    def test_who_manages_users_but_not_settings_creates_one(self):
        manager = new_test_user(
            self.env, 'rights', groups='base.group_erp_manager,base.group_partner_manager'
        )

        user = self.env['res.users'].with_user(manager).create({'name': "Pia", 'login': 'pia'})

        self.assertEqual(user.partner_id.name, "Pia")
