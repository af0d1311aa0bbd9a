from odoo.tests import TransactionCase, tagged

from .access_supplier import AccessCase
from .common import SupplierCommon

READ_BY = dict.fromkeys(('buyer', 'purchaser'), 'r')
RIGHTS = {'gift.supplier.stock': READ_BY}


@tagged('post_install', '-at_install')
class TestSupplierFeedRecordsAccess(AccessCase, SupplierCommon, TransactionCase):
    """What suppliers send, as records."""

    def test_every_role_has_exactly_its_rights(self):
        self.env['gift.supplier.stock']._tell(self.mugs, {self.mug: (4, None)})
        stock = self.env['gift.supplier.stock'].search([('product_id', '=', self.mug.id)])

        self._assert_rights([stock], RIGHTS)

    def test_stock_comes_from_the_server_alone(self):
        self._assert_private('gift.supplier.stock', ('_tell',))
        self._assert_private('product.product', ('_gift_get_supplier_stock',))
