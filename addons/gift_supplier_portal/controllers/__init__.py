from . import (
    access,
    answers,
    artwork,
    contacts,
    orders,
    purchase_portal,
    shipment_changes,
    shipments,
)
