from odoo.addons.gift_personalization.tests.production_common import ProductionCommon

HOW = {'source': 'preferences', 'page': '/my/preferences', 'ip': '203.0.113.7'}


class ConsentCommon(ProductionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env['res.partner'].create(
            {'name': "Emma Fischer", 'email': 'Emma.Fischer@example.com'}
        )
        cls.consents = cls.env['gift.consent']

    @classmethod
    def _purpose(cls, code='newsletter'):
        return cls.env['gift.consent.purpose']._get(code)

    @classmethod
    def _say(cls, state, code='newsletter', email='emma.fischer@example.com', **values):
        return cls.consents._note(email, cls._purpose(code), state, {**HOW, **values})
