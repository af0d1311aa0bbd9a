from . import (
    gift_supplier_access,
    gift_supplier_code,
    gift_supplier_contact,
    purchase_order,
    res_config_settings,
    res_partner,
)
