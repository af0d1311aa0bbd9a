from datetime import timedelta

import vobject

from odoo import api, fields, models

from odoo.addons.gift_base.tools import check_signed_token, signed_token

FEBRUARY_29 = (2, 29)


class GiftOccasion(models.Model):
    """Occasions as a calendar file (RFC 5545)."""

    _inherit = 'gift.occasion'

    def _build_calendar(self):
        """Return the occasions as an iCalendar text: whole days that come back each year."""
        calendar = vobject.iCalendar()
        for occasion in self.sorted('id'):
            occasion._add_event(calendar)
        return calendar.serialize()

    def _add_event(self, calendar):
        event = calendar.add('vevent')
        event.add('uid').value = f'gift-occasion-{self.id}@{self.get_base_url().split("//")[-1]}'
        event.add('dtstamp').value = self.write_date.replace(microsecond=0)
        event.add('summary').value = self._get_label()
        date = self.next_date
        event.add('dtstart').value = date
        event.add('dtend').value = date + timedelta(days=1)
        event.add('transp').value = 'TRANSPARENT'
        # 29 February is celebrated on the last day of the month.
        last = ';BYMONTH=2;BYMONTHDAY=-1' if (self.month, self.day) == FEBRUARY_29 else ''
        event.add('rrule').value = f'FREQ=YEARLY{last}'
        alarm = event.add('valarm')
        alarm.add('action').value = 'DISPLAY'
        alarm.add('description').value = self._get_label()
        alarm.add('trigger').value = timedelta(days=-int(self.lead))


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_occasion_ids = fields.One2many(
        'gift.occasion', 'partner_id', string="Occasions", groups='gift_base.group_staff'
    )
    gift_calendar_version = fields.Integer(
        copy=False,
        groups='base.group_system',
        help="Which link to the calendar of occasions is valid; below 1 none is.",
    )

    def _gift_get_calendar_path(self):
        """Return the path of the calendar to subscribe to, empty when there is none."""
        self.ensure_one()
        version = self.sudo().gift_calendar_version
        if version < 1:
            return ''
        token = signed_token(self.env, 'calendar', f'{self.id}:{version}')
        return f'/gift/calendar/{self.id}/{token}.ics'

    def _gift_renew_calendar(self):
        """Make a new link; the one before opens nothing any more."""
        for partner_sudo in self.sudo():
            partner_sudo.gift_calendar_version = abs(partner_sudo.gift_calendar_version) + 1

    def _gift_close_calendar(self):
        """Let no link open the calendar."""
        for partner_sudo in self.sudo():
            partner_sudo.gift_calendar_version = -abs(partner_sudo.gift_calendar_version)

    @api.model
    def _gift_find_calendar(self, partner_id, token):
        """Return the customer (sudo) of a link to a calendar, empty when it opens nothing."""
        partner_sudo = self.sudo().browse(partner_id).exists()  # signed, see below
        version = partner_sudo.gift_calendar_version
        value = f'{partner_id}:{version}'
        is_open = version > 0 and check_signed_token(self.env, 'calendar', value, token)
        return partner_sudo if is_open else partner_sudo.browse()
