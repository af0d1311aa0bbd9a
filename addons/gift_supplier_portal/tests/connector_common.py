from .common import SupplierCommon
from .receiver import Receiver


class ConnectorCommon(SupplierCommon):
    """A supplier whose machine is on, with a receiver that really listens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env['ir.config_parameter']
        parameters.set_param('gift_supplier_portal.allow_local', 'True')
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.stop)
        cls.connector = cls._create_connector(cls.ann)
        cls.secret = cls.connector._rotate_secret()
        cls.token = cls.connector._make_token()
        cls.connector.action_turn_on()
        cls.events = cls.env['gift.supplier.event']

    def setUp(self):
        super().setUp()
        self.receiver.calls.clear()
        self.receiver.statuses.clear()
        self.receiver.status, self.receiver.location = 200, None

    @classmethod
    def _create_connector(cls, contact, **values):
        return cls.env['gift.supplier.connector'].create(
            {'contact_id': contact.id, 'url': cls.receiver.url, **values}
        )

    def _tell(self):
        """Write down what happened so far, as the end of a transaction does; return the events."""
        before = self.events.search([])
        self.env.cr.precommit.run()
        return (self.events.search([]) - before).sorted('number')
