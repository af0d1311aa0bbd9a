{
    'name': 'Gift Shop Base',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Roles, menus and shared safety parts of the gift shop',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': ['base_setup', 'mail', 'portal'],
    'data': [
        'security/gift_base_groups.xml',
        'security/ir.model.access.csv',
        'views/gift_base_menus.xml',
        'views/res_config_settings_views.xml',
    ],
}
