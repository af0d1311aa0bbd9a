from . import (
    access,
    answers,
    artwork,
    contacts,
    orders,
    purchase_portal,
    score,
    shipment_changes,
    shipments,
)
