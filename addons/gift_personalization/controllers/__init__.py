from . import catalogue, designer, production, shop
