{
    'name': 'Gift Supplier Portal',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Suppliers answer orders line by line, from the mail or with a login',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': [
        'gift_personalization',
        'purchase_stock',
        'sale_purchase_stock',  # which customer's gift a purchase is for
        'stock_dropshipping',
    ],
    'data': [
        'security/ir.model.access.csv',
        'security/gift_supplier_rules.xml',
        'data/mail_template_access_data.xml',
        'views/gift_supplier_contact_views.xml',
        'views/res_config_settings_views.xml',
        'views/access_templates.xml',
        'views/order_templates.xml',
        'views/contact_templates.xml',
        'views/purchase_portal_templates.xml',
    ],
    'post_init_hook': '_note_sent_orders',
}
