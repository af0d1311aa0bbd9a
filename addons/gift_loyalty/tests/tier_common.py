from .common import PointsCommon


class TierCommon(PointsCommon):
    """Two tiers: Silver from 100.00 (×1.5), Gold from 500.00 (×2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['gift.tier'].search([]).active = False
        cls.silver, cls.gold = cls.env['gift.tier'].create(
            [
                {'name': "Silver", 'min_spend': 100, 'multiplier': 1.5},
                {
                    'name': "Gold",
                    'min_spend': 500,
                    'multiplier': 2,
                    'benefits': "Free delivery\nEarly access",
                },
            ]
        )
        cls.company = cls.env.company
        cls.company.write({'gift_tier_months': 12, 'gift_tier_grace_days': 30})

    @classmethod
    def _settle(cls, order):
        """Deliver and pay an order, and let the job see it; return the invoice."""
        cls._deliver(order)
        invoice = cls._invoice(order)
        cls._pay(invoice)
        cls.env['gift.order.settlement']._check_due()
        return invoice

    @classmethod
    def _get_status(cls, partner=None):
        return cls.env['gift.tier.status']._get(partner or cls.partner, cls.company)

    @classmethod
    def _set_tier(cls, tier, partner=None):
        status = cls.env['gift.tier.status']._open(partner or cls.partner, cls.company)
        status._override(tier, "For the test")
        return status
