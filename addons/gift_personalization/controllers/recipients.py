from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from ..const import SAVE_WINDOW_S, SAVES_PER_CALLER
from ..models.gift_parcel import MAX_MESSAGE, OCCASIONS
from ..models.gift_parcel_link import FALLBACKS, LINK_DAYS
from .address_book import find_saved_address, get_address, get_saved_addresses
from .address_form import clean, prepare_form, read_address
from .own_designs import is_id
from .portal import PAGE_HEADERS

MAX_EMAIL = 200
WISHES = (
    'occasion',
    'hide_sender',
    'email',
    'tell_recipient',
    'address_hidden',
    'words_asked',
    'link_fallback',
    'message',
)


class GiftRecipients(http.Controller):
    """The page of the cart on which its gifts are divided among several recipients."""

    @http.route(
        '/shop/recipients', type='http', auth='public', methods=['GET'], website=True, sitemap=False
    )
    def recipients(self, done='', **_kwargs):
        """Show the recipients of the cart and who gets what."""
        if not self._get_cart():
            return request.redirect('/shop/cart')
        return self._render_page(done=self._get_done_message(done))

    def _get_done_message(self, done):
        _ = request.env._
        return {
            'added': _("The person was added. Now choose below what goes to them."),
            'changed': _("The address was saved."),
            'removed': _("The person was removed. Their gifts go to your own address."),
            'assigned': _("Saved. Everyone gets what you have chosen."),
        }.get(done, '')

    def _render_page(self, done='', error=''):
        cart_sudo = self._get_cart()
        return request.render(
            'gift_personalization.recipients',
            {**self._prepare_page(cart_sudo), 'done': done, 'error': error},
            headers=PAGE_HEADERS,
        )

    def _prepare_page(self, cart_sudo):
        """Hook: return what the page shows."""
        return {
            'order': cart_sudo,
            'lines': cart_sudo._gift_get_sendable_lines(),
            'parcels': cart_sudo.gift_parcel_ids.sorted('id'),
        }

    # === WHO GETS WHAT === #

    @http.route(
        '/shop/recipients/assign', type='http', auth='public', methods=['POST'], website=True
    )
    def assign(self, **post):
        """Give lines, or parts of them, to the recipients that were chosen."""
        cart_sudo = self._get_cart()
        if not cart_sudo:
            return request.redirect('/shop/cart')
        try:
            with request.env.cr.savepoint():
                cart_sudo._gift_assign_parcels(list(self._read_moves(cart_sudo, post)))
        except UserError as error:
            return self._render_page(error=str(error))
        return request.redirect('/shop/recipients?done=assigned')

    def _read_moves(self, cart_sudo, post):
        """Yield ``(line, parcel, quantity, shown)`` of the lines whose recipient changed."""
        for line in cart_sudo._gift_get_sendable_lines():
            if f'to-{line.id}' not in post:
                continue
            parcel = self._get_parcel(post[f'to-{line.id}'], or_own=True)
            if parcel != line.gift_parcel_id:
                shown = self._read_quantity(post.get(f'of-{line.id}'))
                quantity = self._read_quantity(post.get(f'quantity-{line.id}', shown))
                yield line, parcel, quantity, shown

    def _read_quantity(self, sent):
        try:
            quantity = float(sent)
        except (TypeError, ValueError):
            return 0.0
        return quantity if 0 <= quantity < 10**6 else 0.0

    # === PEOPLE === #

    @http.route(
        '/shop/recipients/new',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def new_recipient(self, saved='', by='', **post):
        """Ask for a recipient with a new or a saved address, or one who enters it, and add it."""
        cart_sudo = self._get_cart()
        if not cart_sudo:
            return request.redirect('/shop/cart')
        by_link = by == 'link'
        if request.httprequest.method == 'GET':
            values = {'country_id': self._get_usual_country(cart_sudo)}
            return self._render_form(None, values, by_link=by_link)
        read = self._read_saved(saved) if saved else self._read_recipient(post, by_link)
        values, errors = read
        if not errors:
            errors = self._try(lambda: cart_sudo._gift_add_parcel(values))
        if errors:
            return self._render_form(None, values, errors, by_link=by_link)
        return request.redirect('/shop/recipients?done=added')

    @http.route(
        '/shop/recipients/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def edit_recipient(self, parcel_id, **post):
        """Show and change name and address of a recipient."""
        parcel_sudo = self._get_parcel(parcel_id)
        by_link = parcel_sudo.asks_address
        if request.httprequest.method == 'GET':
            values = {**get_address(parcel_sudo), **parcel_sudo.read(WISHES)[0]}
            return self._render_form(parcel_sudo, values, by_link=by_link)
        values, errors = self._read_recipient(post, by_link)
        if not errors:
            errors = self._try(lambda: self._change(parcel_sudo, values))
        if errors:
            return self._render_form(parcel_sudo, values, errors, by_link=by_link)
        return request.redirect('/shop/recipients?done=changed')

    def _change(self, parcel_sudo, values):
        order_sudo = parcel_sudo.order_id
        order_sudo._gift_lock_rows()
        order_sudo._gift_check_open()
        parcel_sudo.write(values)
        order_sudo._verify_cart_after_update()

    @http.route(
        '/shop/recipients/<int:parcel_id>/remove',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def remove_recipient(self, parcel_id, **_post):
        """Take a recipient away; the gifts go to the own address."""
        parcel_sudo = self._get_parcel(parcel_id)
        errors = self._try(lambda: parcel_sudo.order_id._gift_remove_parcel(parcel_sudo))
        if errors:
            return self._render_page(error=errors[''])
        return request.redirect('/shop/recipients?done=removed')

    def _try(self, change):
        """Return ``{}`` or ``{'': why not}``; nothing is changed then."""
        try:
            request.env['gift.rate.limit']._gift_count(
                'recipient',
                request.httprequest.remote_addr or '',
                limit=SAVES_PER_CALLER,
                seconds=SAVE_WINDOW_S,
            )
            with request.env.cr.savepoint():
                change()
        except UserError as error:
            return {'': str(error)}
        return {}

    # === FORM === #

    def _render_form(self, parcel_sudo, values, errors=None, *, by_link=False):
        cart_sudo = self._get_cart()
        return request.render(
            'gift_personalization.recipient_form',
            {
                **prepare_form(values, errors),
                'order': cart_sudo,
                'parcel': parcel_sudo,
                'by_link': by_link,
                'link_days': LINK_DAYS,
                'max_message': MAX_MESSAGE,
                'fallbacks': self._get_labels('link_fallback'),
                'occasions': self._get_labels('occasion'),
                'saved': [] if parcel_sudo or by_link else get_saved_addresses(cart_sudo),
            },
            headers=PAGE_HEADERS,
        )

    def _get_labels(self, name):
        return request.env['gift.parcel']._fields[name]._description_selection(request.env)

    def _get_usual_country(self, cart_sudo):
        partner = cart_sudo.partner_shipping_id
        return (partner.country_id or cart_sudo.company_id.country_id).id

    def _read_saved(self, saved):
        values = find_saved_address(self._get_cart(), saved)
        if not values:
            return {'country_id': False}, {'': request.env._("This address is no longer there.")}
        return values, {}

    def _read_recipient(self, post, by_link):
        """Return ``(values, {field: sentence})`` of a recipient and what the giver wishes."""
        values, errors = read_address(post, only={'name', 'country_id'} if by_link else None)
        occasion = post.get('occasion')
        values['occasion'] = occasion if occasion in dict(OCCASIONS) else False
        values['hide_sender'] = post.get('hide_sender') == '1'
        values['message'] = clean(post.get('message'))
        if len(values['message']) > MAX_MESSAGE:
            errors['message'] = request.env._("Please use at most %s characters.", MAX_MESSAGE)
        values.update(self._read_words(values['message'], post, errors))
        values.update(self._read_mail(post, errors))
        if by_link:
            values.update(self._read_link(post))
        return values, errors

    def _read_words(self, message, post, errors):
        """Return whether the giver asks for words that are on our lists; else they are refused."""
        problem = request.env['gift.parcel']._get_word_problem(message)
        asked = bool(problem) and post.get('words_asked') == '1'
        if problem and not asked:
            errors.setdefault('message', problem)
        return {'words_asked': asked}

    def _read_mail(self, post, errors):
        email = clean(post.get('email'))
        told = post.get('tell_recipient') == '1'
        if email and (len(email) > MAX_EMAIL or not email_normalize(email)):
            errors['email'] = request.env._("Please look at the e-mail address again.")
        elif told and not email:
            errors['email'] = request.env._(
                "Please enter the e-mail address that we should write to."
            )
        return {'email': email, 'tell_recipient': told}

    def _read_link(self, post):
        fallback = post.get('link_fallback')
        return {
            'asks_address': True,
            'address_hidden': post.get('address_hidden') == '1',
            'link_fallback': fallback if fallback in dict(FALLBACKS) else 'giver',
            **dict.fromkeys(('street', 'street2', 'zip', 'city', 'phone'), ''),
            'state_id': False,
        }

    # === ACCESS === #

    def _get_cart(self):
        """Return the visitor's cart (sudo) if it has something to send, or an empty recordset."""
        cart_sudo = request.cart
        if not cart_sudo or not cart_sudo._gift_get_sendable_lines():
            return request.env['sale.order'].sudo()
        return cart_sudo

    def _get_parcel(self, parcel_id, *, or_own=False):
        """Return a recipient (sudo) of the visitor's cart.

        :raise NotFound: the same for one of another cart and one that does not exist.
        """
        parcels_sudo = request.env['gift.parcel'].sudo()
        if or_own and not parcel_id:
            return parcels_sudo
        found = self._get_cart().gift_parcel_ids.filtered(
            lambda parcel: is_id(parcel_id) and parcel.id == int(parcel_id)
        )
        if not found:
            raise NotFound
        return found
