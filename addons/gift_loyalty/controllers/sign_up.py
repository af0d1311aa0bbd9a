"""The places where customers are asked which mails they want: nothing is ticked beforehand."""

from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools import email_normalize

from odoo.addons.auth_signup.controllers.main import AuthSignupHome
from odoo.addons.website_mass_mailing.controllers.main import MassMailController
from odoo.addons.website_sale.controllers.main import WebsiteSale

from .consent import agree

ASKED_AT_START = ('newsletter', 'recommendation')


def read_boxes(post):
    """Return the purposes whose boxes were ticked."""
    return [code for code in ASKED_AT_START if post.get(f'gift_{code}')]


def agree_quietly(email, codes, source, mailing_list=None):
    """Take note of ticked boxes; an account or an address must not fail on it."""
    try:
        agree(email, codes, source, mailing_list)
    except UserError:
        return


class SignUp(AuthSignupHome):
    def do_signup(self, qcontext, do_login=True):
        """Override of `auth_signup` to note which mails are wanted."""
        super().do_signup(qcontext, do_login)
        agree_quietly(qcontext.get('login'), read_boxes(request.params), 'signup')


class Checkout(WebsiteSale):
    def _handle_extra_form_data(self, extra_form_data, address_values):
        """Override of `portal` to note which mails are wanted; Odoo's box would not ask back."""
        boxes = read_boxes(extra_form_data)
        if extra_form_data.pop('newsletter', None):
            boxes = list({*boxes, 'newsletter'})
        super()._handle_extra_form_data(extra_form_data, address_values)
        agree_quietly(address_values.get('email'), boxes, 'checkout')


class Newsletter(MassMailController):
    @route()
    def subscribe(self, list_id=None, value='', subscription_type='email', **post):
        """Override of `website_mass_mailing` to say that a mail asks back."""
        if not isinstance(value, str) or not email_normalize(value):
            ask = request.env._("Please enter a mail address such as anna@example.com.")
            return {'toast_type': 'danger', 'toast_content': ask}
        answer = super().subscribe(list_id, value, subscription_type, **post)
        if answer['toast_type'] == 'success':
            answer['toast_content'] = request.env._(
                "Please look into your mailbox: a click in our mail confirms that it is yours."
            )
        return answer

    @staticmethod
    def subscribe_to_newsletter(subscription_type, value, list_id, fname, address_name=None):
        """Override of `website_mass_mailing` to ask by mail before anything is subscribed."""
        found = request.env['mailing.list'].sudo()
        if subscription_type == 'email' and str(list_id).isdecimal() and len(str(list_id)) < 10:
            found = found.browse(int(list_id)).exists()
            agree_quietly(value, ['newsletter'], 'newsletter', found)
