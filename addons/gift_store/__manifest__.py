{
    'name': 'Gift Store',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'The shop for personalised gifts: theme, pages and a filled demo shop',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'application': True,
    'depends': [
        'gift_law',
        'gift_loyalty',
        'gift_payment',
        'gift_personalization',
        'gift_reports',
        'gift_supplier_portal',
        'payment_custom',
        'sale_loyalty_delivery',
        'website_sale_comparison_wishlist',
        'website_sale_loyalty',
        'website_sale_stock_wishlist',
    ],
    'data': [
        'views/layout_templates.xml',
        'views/home_templates.xml',
        'views/shop_templates.xml',
        'views/page_templates.xml',
        'data/website_page_data.xml',
    ],
    'assets': {
        'web._assets_primary_variables': [
            'gift_store/static/src/scss/primary_variables.scss',
        ],
        'web._assets_frontend_helpers': [
            ('prepend', 'gift_store/static/src/scss/bootstrap_overridden.scss'),
        ],
        'web.assets_frontend': [
            'gift_store/static/src/scss/fonts.scss',
            'gift_store/static/src/scss/store.scss',
            'gift_store/static/src/scss/home.scss',
            'gift_store/static/src/scss/shop.scss',
        ],
    },
}
