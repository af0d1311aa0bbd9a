{
    'name': 'Gift Reports',
    'version': '19.0.1.0.0',
    'category': 'Sales/Sales',
    'summary': 'Numbers one can act on: each figure defined once and the same in every view',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': [
        'gift_loyalty',
        'gift_payment',
        'gift_supplier_portal',
        'sale_stock_margin',  # what the goods of an order line cost
        'spreadsheet_dashboard',
    ],
    'data': [
        'security/ir.model.access.csv',
        'security/gift_report_rules.xml',
        'data/ir_cron_data.xml',
        'data/gift_report_schedule_data.xml',
        'data/dashboard_data.xml',
        'views/gift_report_sale_views.xml',
        'views/gift_report_stock_views.xml',
        'views/gift_report_customer_views.xml',
        'views/gift_report_history_views.xml',
        'views/gift_flow_views.xml',
        'views/res_partner_views.xml',
        'views/gift_report_refresh_views.xml',
        'views/gift_report_dictionary_views.xml',
        'views/gift_report_file_views.xml',
        'views/gift_report_schedule_views.xml',
        'views/gift_report_menus.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'gift_reports/static/src/report_file/**/*',
        ],
    },
    'post_init_hook': '_fill_tables',
}
