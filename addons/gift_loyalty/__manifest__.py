{
    'name': 'Gift Loyalty',
    'version': '19.0.1.0.0',
    'category': 'Website/Website',
    'summary': 'Points that cannot be spent twice, kept after a refund or edited in silence',
    'author': 'Gift Shop Team',
    'license': 'LGPL-3',
    'depends': [
        'gift_personalization',
        'mass_mailing',  # newsletters, open and click tracking
        'website_mass_mailing',  # its form asks back
        'website_sale_loyalty',
    ],
    'data': [
        'security/gift_consent_groups.xml',
        'security/ir.model.access.csv',
        'security/gift_points_rules.xml',
        'security/gift_tier_rules.xml',
        'data/gift_consent_purpose_data.xml',
        'data/ir_cron_data.xml',
        'data/ir_cron_tier_data.xml',
        'data/mail_template_tier_data.xml',
        'data/mail_template_consent_data.xml',
        'views/loyalty_program_views.xml',
        'views/gift_points_wallet_views.xml',
        'views/gift_tier_views.xml',
        'views/portal_templates.xml',
        'wizards/gift_consent_entry_views.xml',
        'views/gift_consent_views.xml',
        'views/consent_templates.xml',
    ],
    'post_init_hook': '_open_wallets',
}
