from datetime import UTC, time
from zoneinfo import ZoneInfo

import pytz
from babel.dates import format_datetime, format_time, get_timezone_location

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

from .carrier_days import CarrierDays
from .working_days import WorkingDays

WANTED_DAYS = 'gift_personalization.wanted_days'
DEFAULT_WANTED_DAYS = 90
MOST_WANTED_DAYS = 365


class GiftPromise(models.AbstractModel):
    """Words and settings of wanted dates."""

    _inherit = 'gift.promise'

    @api.model
    def _get_wanted_days(self):
        """Return how many days ahead a date can be chosen."""
        value = self.env['ir.config_parameter'].sudo().get_param(WANTED_DAYS) or ''
        days = int(value) if value.isdecimal() else DEFAULT_WANTED_DAYS
        return min(max(days, 1), MOST_WANTED_DAYS)

    @api.model
    def _format_long_day(self, day):
        """Return the day in the language of the page: “Thursday, 3 December 2026”."""
        return self.env['ir.qweb.field.date'].value_to_html(day, {'format': 'EEEE d MMMM y'})

    @api.model
    def _format_month(self, day):
        return self.env['ir.qweb.field.date'].value_to_html(day, {'format': 'LLLL y'})

    @api.model
    def _get_order_moment(self, company, day):
        """Return the naive UTC moment until which an order counts from that day."""
        minutes = min(round(self._get_cutoff() * 60), 24 * 60 - 1)
        ways = CarrierDays(WorkingDays(company.sudo()))
        return ways.to_moment(day, time(*divmod(minutes, 60)))

    @api.model
    def _format_moment_of(self, company, moment, visitor_zone=None):
        """Return the moment for a visitor of a company's shop."""
        zone = WorkingDays(company.sudo()).zone
        return self._format_moment(moment, zone, visitor_zone)

    @api.model
    def _format_moment(self, moment, zone, visitor_zone=None):
        """Return a naive UTC moment with day and time for who reads it.

        In the visitor's time zone where it is known, else in the shop's, which is named then.

        :param zone: ZoneInfo of the shop.
        :param visitor_zone: untrusted name of the visitor's time zone.
        """
        locale = babel_locale_parse(self.env.context.get('lang') or self.env.user.lang)
        known = visitor_zone in pytz.all_timezones_set
        reader = ZoneInfo(visitor_zone) if known else zone
        local = moment.replace(tzinfo=UTC).astimezone(reader)
        now = fields.Datetime.now().replace(tzinfo=UTC)
        today = now.astimezone(reader).date()
        place = get_timezone_location(zone, locale=locale, return_city=True)
        words = {
            'time': format_time(local.replace(tzinfo=None), 'short', locale=locale),
            'day': format_datetime(local.replace(tzinfo=None), 'EEE d MMM', locale=locale),
            'place': place,
        }
        if local.date() == today:
            if known:
                return self.env._("today, %(time)s", **words)
            return self.env._("today, %(time)s (%(place)s time)", **words)
        if known:
            return self.env._("%(day)s, %(time)s", **words)
        return self.env._("%(day)s, %(time)s (%(place)s time)", **words)
