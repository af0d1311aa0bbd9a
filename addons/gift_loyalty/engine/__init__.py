from . import points, tiers
