from . import (
    gift_store_demo,
    gift_store_demo_batches,
    gift_store_demo_capacity,
    gift_store_demo_catalogue,
    gift_store_demo_company,
    gift_store_demo_extras,
    gift_store_demo_images,
    gift_store_demo_orders,
    gift_store_demo_reprints,
    gift_store_demo_template,
    sale_order,
    website,
)
