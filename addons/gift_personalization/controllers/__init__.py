from . import catalogue, designer, portal, production, shop
