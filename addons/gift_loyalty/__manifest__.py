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
        'sms',  # text messages to many go to who agreed
        'website_livechat',  # chat with a bot and with operators
        'website_mass_mailing',  # its form asks back
        'website_sale_loyalty',
    ],
    'external_dependencies': {'python': ['vobject']},
    'data': [
        'security/gift_chat_groups.xml',
        'security/gift_consent_groups.xml',
        'security/ir.model.access.csv',
        'security/gift_points_rules.xml',
        'security/gift_tier_rules.xml',
        'data/gift_consent_purpose_data.xml',
        'data/ir_cron_data.xml',
        'data/ir_cron_tier_data.xml',
        'data/mail_template_referral_data.xml',
        'data/mail_template_tier_data.xml',
        'data/mail_template_consent_data.xml',
        'data/gift_occasion_data.xml',
        'data/gift_flow_data.xml',
        'data/mailing_filter_data.xml',
        'views/loyalty_program_views.xml',
        'views/gift_points_wallet_views.xml',
        'views/gift_tier_views.xml',
        'views/portal_templates.xml',
        'wizards/gift_consent_entry_views.xml',
        'views/gift_consent_views.xml',
        'views/consent_templates.xml',
        'views/gift_occasion_views.xml',
        'views/occasion_templates.xml',
        'security/gift_review_rules.xml',
        'data/mail_template_review_data.xml',
        'views/gift_review_views.xml',
        'views/review_templates.xml',
        'data/gift_card_data.xml',
        'data/ir_cron_gift_card_data.xml',
        'data/mail_template_gift_card_data.xml',
        'views/gift_card_letter_templates.xml',
        'views/gift_card_letter_views.xml',
        'views/gift_card_templates.xml',
        'views/points_hint_templates.xml',
        'views/gift_referral_views.xml',
        'views/gift_points_report_views.xml',
        'views/gift_profile_views.xml',
        'views/gift_flow_views.xml',
        'views/flow_templates.xml',
        'security/gift_ticket_rules.xml',
        'data/gift_ticket_data.xml',
        'views/gift_ticket_views.xml',
        'views/gift_ticket_report_views.xml',
        'views/ticket_templates.xml',
        'data/gift_chat_data.xml',
        'views/gift_chat_views.xml',
        'views/chat_templates.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'gift_loyalty/static/src/chat_staff/**/*',
        ],
        'web.assets_frontend': [
            'gift_loyalty/static/src/interactions/**/*',
            'gift_loyalty/static/src/scss/**/*',
            'website_livechat/static/src/common/**/*.scss',
        ],
        # What `im_livechat` adds to each page otherwise (see `ir.asset`), and our choices.
        'gift_loyalty.assets_chat': [
            'web/static/src/core/browser/title_service.js',  # the next one takes it out again
            ('include', 'im_livechat.assets_embed_core'),
            'im_livechat/static/src/embed/frontend/**/*',
            'website_livechat/static/src/**/common/**/*',
            'gift_loyalty/static/src/chat/**/*',
            # Styles are those of the shadow root; here they miss what they build on.
            ('remove', 'mail/static/src/**/*.scss'),
            ('remove', 'im_livechat/static/src/**/*.scss'),
            ('remove', 'website_livechat/static/src/**/*.scss'),
        ],
        # The styles of the chat are fetched into its own shadow root.
        'im_livechat.assets_embed_external': [
            'gift_loyalty/static/src/chat_style/**/*',
        ],
        # Both share the store of messages, whose models are set when it starts.
        'portal.assets_chatter': [
            ('include', 'gift_loyalty.assets_chat'),
        ],
    },
    'post_init_hook': '_open_wallets',
}
