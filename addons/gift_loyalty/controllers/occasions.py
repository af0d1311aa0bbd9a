from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.gift_personalization.controllers.own_designs import get_past_line, is_id
from odoo.addons.gift_personalization.controllers.shared import (
    PUBLIC_HEADERS,
    count_attempt,
    render_gone,
)

from ..const import SAVES_PER_CALLER, SAVES_WINDOW_S
from ..models.gift_occasion import MOST_OCCASIONS
from .consent import SIGNED, agree

OWN = {'type': 'http', 'auth': 'user', 'website': True, 'sitemap': False}
CALENDAR = [('Content-Type', 'text/calendar; charset=utf-8'), *PUBLIC_HEADERS]
TEXT = 120


def read_number(value):
    """Return a number that was entered, 0 for anything else."""
    text = str(value or '').strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 4 else 0


class GiftOccasions(http.Controller):
    """The customer's people and days."""

    @http.route('/my/occasions', **OWN, methods=['GET'])
    def occasions(self, parcel='', line='', done='', **_kwargs):
        """Show the occasions, and the form for a new one, filled from an own order."""
        return self._render(form=self._prefill(parcel, line), done=done)

    @http.route('/my/occasions/<int:occasion_id>', **OWN, methods=['GET'])
    def occasion(self, occasion_id, **_kwargs):
        """Show one occasion to change it."""
        occasion_sudo = self._find(occasion_id)
        if not occasion_sudo:
            return request.redirect('/my/occasions')
        form = occasion_sudo.read(
            ['name', 'kind', 'relation', 'month', 'day', 'year', 'lead', 'is_reminding'], load=''
        )[0]
        return self._render(form=form)

    @http.route('/my/occasions/save', **OWN, methods=['POST'])
    def save(self, **post):
        """Keep an occasion: a new one, or the one that ``id`` names if it is the customer's."""
        partner = request.env.user.partner_id
        occasion_sudo = self._find(post.get('id'))
        form = {**self._read(post), 'id': occasion_sudo.id}
        try:
            count_attempt('occasion', SAVES_PER_CALLER, SAVES_WINDOW_S)
            with request.env.cr.savepoint():
                self._keep(occasion_sudo, partner, form)
        except UserError as error:
            return self._render(form={**form, **self._read_links(post)}, error=str(error))
        asked = form['is_reminding'] and not partner._gift_allows('occasion')
        if asked:
            asked = agree(partner.email, ['occasion'], 'occasions')
        rewarded = partner._gift_reward_occasions(request.website.company_id)
        done = 'asked' if asked else 'points' if rewarded else 'saved'
        return request.redirect(f'/my/occasions?done={done}')

    @http.route('/my/occasions/<int:occasion_id>/delete', **OWN, methods=['POST'])
    def delete(self, occasion_id, **_post):
        """Delete an own occasion; a second click finds it gone."""
        self._find(occasion_id).unlink()
        return request.redirect('/my/occasions?done=deleted')

    @http.route('/my/occasions/calendar', **OWN, methods=['POST'])
    def calendar_link(self, close='', **_post):
        """Make a link to subscribe to, or take it back."""
        partner = request.env.user.partner_id
        if close:
            partner._gift_close_calendar()
        else:
            partner._gift_renew_calendar()
        return request.redirect(f'/my/occasions?done={"closed" if close else "link"}#calendar')

    @http.route('/my/occasions/calendar.ics', **OWN, methods=['GET'], readonly=True)
    def calendar_file(self, **_kwargs):
        """Return the own occasions as a file."""
        name = request.env._("Occasions") + '.ics'
        headers = [*CALENDAR, ('Content-Disposition', content_disposition(name))]
        return request.make_response(self._get_own()._build_calendar(), headers)

    @http.route(
        '/gift/calendar/<int:partner_id>/<string:token>.ics',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def calendar(self, partner_id, token, **_kwargs):
        """Return the calendar to who holds its link; a link taken back opens nothing."""
        partners = request.env['res.partner']
        partner_sudo = (
            partners._gift_find_calendar(partner_id, token) if is_id(partner_id) else None
        )
        if not partner_sudo:
            return render_gone()
        occasions_sudo = request.env['gift.occasion'].sudo().with_context(lang=partner_sudo.lang)
        found = occasions_sudo.search([('partner_id', '=', partner_sudo.id)])
        return request.make_response(found._build_calendar(), CALENDAR)

    @http.route('/gift/occasion/<int:occasion_id>/<string:token>', **SIGNED)
    def silence(self, occasion_id, token, **_post):
        """Stop the reminders of one occasion. A look alone (GET) changes nothing."""
        occasions = request.env['gift.occasion']
        occasion_sudo = (
            occasions._find_by_link(occasion_id, token) if is_id(occasion_id) else occasions
        )
        if not occasion_sudo:
            return render_gone()
        done = request.httprequest.method == 'POST'
        if done:
            occasion_sudo.is_reminding = False
        values = {'occasion': occasion_sudo, 'done': done}
        return request.render('gift_loyalty.occasion_silence', values, headers=PUBLIC_HEADERS)

    # === HELPERS === #

    def _get_own(self):
        occasions_sudo = request.env['gift.occasion'].sudo()  # the customer's own, by the domain
        return occasions_sudo.search([('partner_id', '=', request.env.user.partner_id.id)])

    def _find(self, occasion_id):
        """Return an own occasion (sudo), or an empty recordset; the id is untrusted."""
        occasions_sudo = request.env['gift.occasion'].sudo()
        if not is_id(occasion_id):
            return occasions_sudo
        own = Domain('partner_id', '=', request.env.user.partner_id.id)
        return occasions_sudo.search(own & Domain('id', '=', int(occasion_id)))

    def _find_parcel(self, parcel_id):
        """Return the parcel (sudo) of a confirmed order of the customer, or nothing."""
        parcels_sudo = request.env['gift.parcel'].sudo()
        if not is_id(parcel_id):
            return parcels_sudo
        return parcels_sudo.search(
            [
                ('id', '=', int(parcel_id)),
                ('order_id.state', '=', 'sale'),
                ('order_id.partner_id', '=', request.env.user.partner_id.id),
            ]
        )

    def _prefill(self, parcel, line):
        parcel_sudo, line_sudo = self._find_parcel(parcel), get_past_line(line)
        if parcel_sudo:
            return parcel_sudo._get_occasion_values()
        day = (
            (line_sudo.order_id.commitment_date or line_sudo.order_id.date_order)
            if line_sudo
            else None
        )
        return {'line_id': line_sudo.id, 'month': day.month, 'day': day.day} if day else {}

    def _read_links(self, post):
        return {
            'parcel_id': self._find_parcel(post.get('parcel_id')).id,
            'line_id': get_past_line(post.get('line_id')).id,
        }

    def _read(self, post):
        """Return what was entered, cut to what the fields hold."""
        return {
            'name': str(post.get('name') or '').strip()[:TEXT],
            'kind': self._choose('kind', post.get('kind'), 'other'),
            'relation': self._choose('relation', post.get('relation'), False),
            'month': read_number(post.get('month')),
            'day': read_number(post.get('day')),
            'year': read_number(post.get('year')),
            'lead': self._choose('lead', post.get('lead'), '21'),
            'is_reminding': bool(post.get('is_reminding')),
        }

    def _choose(self, field, sent, default):
        options = dict(request.env['gift.occasion']._fields[field].selection)
        return sent if sent in options else default

    def _keep(self, occasion_sudo, partner, form):
        if not form['name']:
            raise UserError(request.env._("Please enter for whom it is."))
        values = {key: value for key, value in form.items() if key != 'id'}
        if occasion_sudo:
            occasion_sudo.write(values)
            return
        occasions_sudo = request.env['gift.occasion'].sudo()  # of the customer who is logged in
        same = ['name', 'kind', 'month', 'day']  # a second click on the button
        own = [('partner_id', '=', partner.id)]
        twin_sudo = occasions_sudo.search(
            own + [(name, '=', values[name]) for name in same], limit=1
        )
        if twin_sudo:
            twin_sudo.write(values)
            return
        if occasions_sudo.search_count(own) >= MOST_OCCASIONS:
            raise UserError(
                request.env._(
                    "You have %(number)s occasions, which is the most. Please delete some first.",
                    number=MOST_OCCASIONS,
                )
            )
        links = self._read_links(request.params)
        if links['parcel_id'] and not links['line_id']:
            links['line_id'] = self._find_parcel(links['parcel_id'])._get_occasion_values()[
                'line_id'
            ]
        occasions_sudo.create({**values, **links, 'partner_id': partner.id})

    def _render(self, form, done='', error=''):
        fields_of = request.env['gift.occasion']._fields
        values = {
            'occasions': self._get_own(),
            'form': {'lead': '21', 'kind': 'birthday', **form},  # a consent is never ticked before
            'kinds': fields_of['kind']._description_selection(request.env),
            'relations': fields_of['relation']._description_selection(request.env),
            'leads': fields_of['lead']._description_selection(request.env),
            'months': self._get_months(),
            'done': done,
            'error': error,
            'reward': self._get_reward(),
            'calendar': request.env.user.partner_id._gift_get_calendar_path(),
            'page_name': 'gift_occasions',
        }
        return request.render('gift_loyalty.my_occasions', values, headers=PUBLIC_HEADERS)

    def _get_reward(self):
        """Return the points for a first occasion as a text; empty when there are none."""
        partner = request.env.user.partner_id
        points = partner._gift_get_occasion_reward()
        program_sudo = request.env['loyalty.program']._gift_find_main(request.website.company_id)
        return points and program_sudo and program_sudo._gift_format_points(points)

    def _get_months(self):
        dates = request.env['ir.qweb.field.date']
        return [
            (month, dates.value_to_html(f'2024-{month:02d}-01', {'format': 'LLLL'}))
            for month in range(1, 13)
        ]
