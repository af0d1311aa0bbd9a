from . import catalogue, correction, designer, portal, production, shop
