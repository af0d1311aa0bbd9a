"""The causes of reprints that came with the shop are offered to customers who complain."""

from odoo import SUPERUSER_ID, api

LABELS = {
    'reprint_cause_misprint': "The print or engraving is not good",
    'reprint_cause_blank': "It is the wrong product, colour or size",
    'reprint_cause_blank_fault': "The product itself has a fault",
    'reprint_cause_transit': "It arrived damaged",
    'reprint_cause_text': "A text or picture is not what I approved",
}


def migrate(cr, version):
    """Name the shipped causes for customers, where nobody has done so."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for key, label in LABELS.items():
        cause = env.ref(f'gift_personalization.{key}', raise_if_not_found=False)
        if cause and not cause.customer_label:
            cause.customer_label = label
