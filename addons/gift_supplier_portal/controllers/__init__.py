from . import access, answers, artwork, contacts, orders, purchase_portal, shipments
