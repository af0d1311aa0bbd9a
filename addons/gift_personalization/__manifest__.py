{
    'name': 'Gift Personalization',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Design a gift on the product page, approve the proof, print exactly that',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': ['gift_base', 'website_sale_stock', 'stock_delivery'],
    'external_dependencies': {
        'python': [
            'fonttools', 'isal', 'numpy', 'opencv-python-headless', 'pikepdf', 'pypdfium2',
            'python-barcode', 'skia-python', 'uharfbuzz',
        ],
    },
    'data': [
        'security/ir.model.access.csv',
        'security/gift_catalogue_groups.xml',
        'data/gift_print_method_data.xml',
        'data/gift_font_data.xml',
        'views/website_sale_templates.xml',
        'views/gift_color_views.xml',
        'views/gift_font_views.xml',
        'views/gift_print_method_views.xml',
        'views/gift_zone_views.xml',
        'views/gift_surface_views.xml',
        'views/gift_template_views.xml',
        'views/product_template_views.xml',
        'views/gift_menus.xml',
        'security/gift_production_rules.xml',
        'data/ir_cron_production_data.xml',
        'views/gift_job_views.xml',
        'views/gift_production_menus.xml',
        'views/sale_order_production_views.xml',
        'views/res_config_settings_production_views.xml',
    ],
    'assets': {
        'web.assets_frontend': [
            'gift_personalization/static/src/js/**/*',
            'gift_personalization/static/src/interactions/**/*',
            'gift_personalization/static/src/scss/**/*',
        ],
        'web.assets_unit_tests': [
            'gift_personalization/static/tests/interactions/**/*',
            'gift_personalization/static/tests/zone_editor/**/*',
        ],
        'web.assets_unit_tests_setup': [
            'gift_personalization/static/src/js/**/*',
            # Patches a service of website_sale that is not in this bundle.
            ('remove', 'gift_personalization/static/src/js/cart_patch.js'),
            'gift_personalization/static/src/interactions/**/*',
        ],
        'web.assets_backend': [
            'gift_personalization/static/src/catalogue_fields/**/*',
            'gift_personalization/static/src/scan/**/*',
            'gift_personalization/static/src/zone_editor/**/*',
        ],
        'web.assets_tests': [
            'gift_personalization/static/tests/tours/**/*',
        ],
    },
}
