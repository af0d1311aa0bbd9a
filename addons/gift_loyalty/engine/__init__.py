from . import liability, points, referrals, tiers
