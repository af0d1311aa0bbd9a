from . import access, contacts, orders, purchase_portal
