import re

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged

from .access_life import DeliveryRequestAccessCases
from .access_order_desk import OrderDeskAccessCases
from .access_parcels import ParcelAccessCases
from .common import GiftCommon
from .engraving_common import EngravingCommon
from .parcel_common import ParcelCommon
from .request_common import RequestCommon
from .stock_common import StockCommon
from .test_parcel_link import ParcelLinkCommon

ROLES = ('visitor', 'customer', 'employee', 'production', 'staff', 'manager')
OPERATIONS = ('read', 'write', 'create', 'unlink')
NOTHING, READ, FULL = '', 'r', 'rwcu'


@tagged('post_install', '-at_install')
class TestCatalogueAccess(GiftCommon):
    """What each role may do with templates, their parts and designs."""

    MATRIX = {
        #                       visitor  customer employee production staff manager
        'gift.color': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.asset': (NOTHING, NOTHING, NOTHING, READ, READ, READ),
        'gift.font': (NOTHING, NOTHING, NOTHING, READ, READ, 'rw'),
        'gift.print.method': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.template': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.surface': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.mockup': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.zone': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.zone.option': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.date.format': (NOTHING, NOTHING, NOTHING, READ, READ, FULL),
        'gift.design': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.design.revision': (NOTHING, NOTHING, NOTHING, READ, READ, READ),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.design, cls.key = cls._create_design()
        cls.revision = cls.design._freeze()
        cls.records = {
            'gift.color': cls.gift_template.surface_ids.method_id.color_ids[0],
            'gift.asset': cls._create_photo(),
            'gift.font': cls.font,
            'gift.print.method': cls.gift_template.surface_ids.method_id,
            'gift.template': cls.gift_template,
            'gift.surface': cls.gift_template.surface_ids,
            'gift.mockup': cls.gift_template.surface_ids.mockup_ids,
            'gift.zone': cls.gift_template.surface_ids.zone_ids[0],
            'gift.zone.option': cls.env['gift.zone.option'].create(
                {'name': "Gold", 'zone_id': cls.gift_template.surface_ids.zone_ids[0].id}
            ),
            'gift.date.format': cls.env['gift.date.format'].search([], limit=1),
            'gift.design': cls.design,
            'gift.design.revision': cls.revision,
        }

    def test_every_role_has_exactly_its_rights(self):
        for model, rights in self.MATRIX.items():
            for role, allowed in zip(ROLES, rights, strict=True):
                record = self.records[model].with_user(self.users[role])
                found = ''.join(
                    letter
                    for letter, operation in zip(FULL, OPERATIONS, strict=True)
                    if record.has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, allowed)

    def test_rights_hold_for_real_operations(self):
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            template = self.gift_template.with_user(self.users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    template.write({'name': "Mine"})
                with self.assertRaises(AccessError):
                    template.copy()
                with self.assertRaises(AccessError):
                    template.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.gift_template.name, "Test mug")

        self.gift_template.with_user(self.users['manager']).write({'name': "By the manager"})

        self.assertEqual(self.gift_template.name, "By the manager")

    def test_a_manager_makes_a_product_personalisable(self):
        manager = self.users['manager']
        product = self._create_product(name="Plain", gift_template_id=False).product_tmpl_id
        method = self.env['gift.print.method'].with_user(manager).search([], limit=1)

        template = (
            self.env['gift.template']
            .with_user(manager)
            .create(
                {
                    'name': "By hand",
                    'surface_ids': [
                        Command.create(
                            {
                                'name': "Front",
                                'method_id': method.id,
                                'zone_ids': [Command.create({'name': "Name"})],
                            }
                        )
                    ],
                    'product_tmpl_ids': [Command.link(product.id)],
                }
            )
        )

        self.assertEqual(product.gift_template_id, template)

    def test_a_font_file_cannot_be_exchanged_by_a_manager(self):
        font = self.font.with_user(self.users['manager'])

        with self.assertRaises(AccessError):
            font.create({'name': "x", 'key': 'x', 'family': 'x', 'category': 'sans'})
        with self.assertRaises(AccessError):
            font.asset_id.write({'sha256': '0' * 64})
        font.active = False

        self.assertFalse(self.font.active)

    def test_the_key_of_a_design_is_hidden_from_everyone_but_administrators(self):
        for role in ('staff', 'manager'):
            design = self.design.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                design.read(['key_hash'])

    def test_photos_are_read_by_production_only(self):
        photo = self.records['gift.asset']
        for role in ('visitor', 'customer', 'employee'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                photo.with_user(self.users[role]).read(['master'])
        self.assertTrue(photo.with_user(self.users['production']).read(['master'])[0]['master'])

    def test_helpers_cannot_be_called_over_rpc(self):
        private = {
            'gift.design': ('_find_by_key', '_freeze', '_create_for', '_save_values'),
            'gift.design.revision': ('_find_or_create', '_render_preview', '_get_preview_url'),
            'gift.asset': ('_store', '_get_by_hash', '_get_bytes'),
            'gift.font': ('_load_fonts', '_get_bytes_by_hash'),
            'gift.mockup': ('_store_image',),
            'gift.template': ('_get_spec', '_get_zones'),
        }
        for model, names in private.items():
            for name in names:
                with self.subTest(method=f'{model}.{name}'), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_public_methods_of_the_catalogue_are_only_those_the_views_call(self):
        expected = {
            'gift.color': set(),
            'gift.asset': set(),
            'gift.font': set(),
            'gift.mockup': set(),
            'gift.zone': set(),
            'gift.print.method': set(),
            'gift.surface': {'action_open_editor', 'get_zone_samples'},
            'gift.template': {'action_export', 'action_view_products'},
        }
        for model, names in expected.items():
            with self.subTest(model=model):
                self.assertEqual(self._get_own_public_methods(model), names)

    def _get_own_public_methods(self, model):
        """Return names of public methods our addon adds to a model (not overrides of the ORM)."""
        found = set()
        base = set(dir(type(self.env['base'])))
        for cls in type(self.env[model]).__mro__:
            if cls.__module__.startswith('odoo.addons.gift_'):
                found.update(
                    name
                    for name, value in vars(cls).items()
                    if callable(value) and not name.startswith('_') and name not in base
                )
        return found


@tagged('post_install', '-at_install')
class TestCatalogueMenus(GiftCommon):
    """The app shows only what a role needs."""

    CATALOGUE = {
        'gift_base.gift_menu_catalogue',
        'gift_personalization.gift_template_menu',
        'gift_personalization.product_template_menu',
    }
    CONFIGURATION = {
        'gift_base.gift_menu_configuration',
        'gift_personalization.gift_print_method_menu',
        'gift_personalization.gift_color_menu',
        'gift_personalization.gift_font_menu',
        'gift_personalization.gift_date_format_menu',
    }

    def _get_visible_menus(self, role):
        """Return the menus of ours that the web client shows below the app."""
        menus = self.env['ir.ui.menu'].with_user(self.users[role]).load_menus(False)
        found, todo = set(), [self.env.ref('gift_base.gift_menu_root').id]
        while todo:
            menu = menus.get(todo.pop())
            if menu:
                found.add(menu['xmlid'])
                todo.extend(menu['children'])
        return found & (self.CATALOGUE | self.CONFIGURATION | {'gift_base.gift_menu_settings'})

    def test_catalogue_and_configuration_menus_per_role(self):
        expected = {
            'employee': set(),
            'production': set(),
            'staff': self.CATALOGUE,
            'manager': self.CATALOGUE | self.CONFIGURATION,
        }
        for role, menus in expected.items():
            with self.subTest(role=role):
                self.assertEqual(self._get_visible_menus(role), menus)

    def test_the_app_is_hidden_from_employees_without_a_role(self):
        root = self.env.ref('gift_base.gift_menu_root')
        for role, seen in (('employee', False), ('production', True), ('staff', True)):
            menus = self.env['ir.ui.menu'].with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(root.id in menus._visible_menu_ids(), seen)


@tagged('post_install', '-at_install')
class TestOrderDeskAccess(OrderDeskAccessCases, RequestCommon):
    """Orders are the order desk's work; production reads its jobs."""


@tagged('post_install', '-at_install')
class TestParcelAccess(ParcelAccessCases, ParcelCommon, HttpCase):
    """Recipients of an order: the team's, and the cart's own visitor's."""


@tagged('post_install', '-at_install')
class TestDeliveryRequestAccess(DeliveryRequestAccessCases, ParcelCommon, HttpCase):
    pass


@tagged('post_install', '-at_install')
class TestStockAccess(StockCommon):
    """What each role may know and do about held stock."""

    def setUp(self):
        super().setUp()
        self.order = self._create_shop_cart()
        self._start_payment(self.order)
        self.hold = self.order.gift_stock_hold_ids

    def test_staff_read_holds_and_nobody_writes_them(self):
        for role in ROLES:
            hold = self.hold.with_user(self.users[role])
            found = ''.join(
                letter
                for letter, operation in zip(FULL, OPERATIONS, strict=True)
                if hold.has_access(operation)
            )
            with self.subTest(role=role):
                self.assertEqual(found, READ if role in ('staff', 'manager') else NOTHING)

    def test_nobody_reads_or_writes_the_shared_row(self):
        shelf = self.env['gift.stock.shelf'].search([('product_id', '=', self.mug.id)])
        self.assertTrue(shelf)
        for role in ROLES:
            for operation in OPERATIONS:
                with self.subTest(role=role, operation=operation):
                    self.assertFalse(shelf.with_user(self.users[role]).has_access(operation))

    def test_what_others_hold_is_no_public_field(self):
        for role in ('visitor', 'customer', 'employee', 'production'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.mug.with_user(self.users[role]).read(['gift_held_qty'])
        self.assertEqual(
            self.mug.with_user(self.users['staff']).read(['gift_held_qty'])[0]['gift_held_qty'], 1.0
        )

    def test_a_hold_of_another_company_is_not_seen(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        user = self.users['staff'].copy(
            {'login': 'other-staff', 'company_id': company.id, 'company_ids': company.ids}
        )

        self.assertNotIn(self.hold, self.env['gift.stock.hold'].with_user(user).search([]))

    def test_a_customer_cannot_extend_or_free_a_hold(self):
        for model, name in (
            ('sale.order', '_gift_hold_stock'),
            ('sale.order', '_gift_keep_stock'),
            ('sale.order', '_gift_release_stock'),
            ('gift.stock.hold', '_drop'),
            ('gift.stock.hold', '_review'),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.env[model].with_user(self.users['customer']), name)


class TestParcelLinkAccess(ParcelLinkCommon, HttpCase):
    """Links of recipients: whoever holds one enters an address; the order's customer renews it."""

    def test_only_the_orders_customer_makes_a_new_link(self):
        order, ben = self._create_asking_order()
        other, _cem = self._create_asking_order()
        url = f'/my/orders/{order.id}/recipients/{ben.id}/link'
        foreign = f'/my/orders/{other.id}/recipients/{ben.id}/link'
        for login in (None, 'gift_customer', 'gift_employee'):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self._post(url).status_code, 404)
                self.assertEqual(self._post(url, access_token='x').status_code, 404)
                token = other._portal_ensure_token()
                self.assertEqual(self._post(url, access_token=token).status_code, 404)
                self.assertEqual(self._post(foreign, access_token=token).status_code, 404)
        self.assertEqual(ben.link_version, 2)

        self._post(url, access_token=order._portal_ensure_token())

        self.assertEqual(ben.link_version, 3)

    def test_papers_with_a_hidden_address_are_not_for_the_giver(self):
        order, ben = self._create_asking_order(address_hidden=True)
        ben._set_recipient_address(self._prepare_address())
        self.authenticate(None, None)
        token = order._portal_ensure_token()

        for kind in ('pdf', 'return/pdf'):
            with self.subTest(kind=kind):
                answer = self.url_open(
                    f'/my/picking/{kind}/{ben.picking_ids.id}?access_token={token}'
                )
                self.assertEqual(answer.status_code, 404)

    def test_helpers_of_links_cannot_be_called_over_rpc(self):
        for name in ('_find_by_link', '_get_link', '_send_link', '_set_recipient_address'):
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.env['gift.parcel'], name)

    def test_wraps_of_another_cart_are_out_of_reach(self):
        order, ben = self._create_asking_order(confirm=False)
        own = self.env['sale.order'].create(
            {'partner_id': self.public_partner.id, 'website_id': self.website.id}
        )
        self._add_gift_to_cart(own, "Lea")
        wrap = self._create_product(name="Paper", gift_extra='wrap', is_storable=False)
        self._open_cart(own)

        answer = self._post('/shop/recipients/wrap', parcel=ben.id, product=wrap.id)

        self.assertEqual(answer.status_code, 404)
        self.assertNotIn(wrap, (order | own).order_line.product_id)


@tagged('post_install', '-at_install')
class TestDotsAccess(EngravingCommon, HttpCase):
    def test_dots_are_shown_to_the_holder_of_the_key_and_of_an_address_of_ours(self):
        design, key = self._create_design(values=self._prepare_photo(), photos=self.photo)
        _other, other_key = self._create_design()
        svg = design._preview(self.gift_product, self._prepare_photo(), design, key)['surfaces'][0]
        [address] = re.findall(r'href="([^"]*dots.png[^"]*)"', svg['svg'])
        address = address.replace('&amp;', '&')
        other_photo = self._create_photo()

        for login in (None, 'gift_customer', 'gift_employee', 'gift_production', 'gift_manager'):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self.url_open(address).status_code, 200)
                for wrong in (
                    address.replace(key, other_key),
                    address.replace(f'key={key}&', ''),
                    address[:-1] + ('0' if address[-1] != '0' else '1'),
                    address.replace('&of=', '&of=A'),
                    address.split('&of=')[0],
                    address.replace(self.photo.sha256 + '/', other_photo.sha256 + '/'),
                    address.replace(self.photo.sha256 + '/', '%00/'),
                    re.sub('token=.*', 'token=%C3%A9', address),
                ):
                    self.assertEqual(self.url_open(wrong).status_code, 404, wrong)

    def test_helpers_of_dots_cannot_be_called_over_rpc(self):
        for name in ('_render_dots', '_get_dots_url', '_get_tone_book'):
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.env['gift.design'], name)
