{
    'name': 'Gift Loyalty',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Points that cannot be spent twice, kept after a refund or edited in silence',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': ['gift_personalization', 'website_sale_loyalty'],
    'data': [
        'security/ir.model.access.csv',
        'security/gift_points_rules.xml',
        'data/gift_consent_purpose_data.xml',
        'data/ir_cron_data.xml',
        'views/loyalty_program_views.xml',
        'views/gift_points_wallet_views.xml',
        'views/portal_templates.xml',
    ],
    'post_init_hook': '_open_wallets',
}
