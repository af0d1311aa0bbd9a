from . import catalogue, correction, designer, portal, portal_silence, production, shop
