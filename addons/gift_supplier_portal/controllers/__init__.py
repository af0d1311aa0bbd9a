from . import (
    access,
    answers,
    artwork,
    contacts,
    feed,
    feed_check,
    orders,
    purchase_portal,
    score,
    shipment_changes,
    shipments,
)
