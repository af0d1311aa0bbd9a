from freezegun import freeze_time

from .promise_common import MONDAY
from .request_common import RequestCommon
from .test_wanted import DEC, WantedCommon


class DateCommon(WantedCommon, RequestCommon):
    """An order of three equal gifts, wanted on Monday, 7 December: own, for Ben, for Cem."""

    def setUp(self):
        super().setUp()
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False)
        self.order.carrier_id = self.carrier
        self._want(self.order, DEC[6])
        self._confirm(self.order)

    def _change(self, part, day, reason='', reference=None, moment=MONDAY):
        self.asked = getattr(self, 'asked', 0) + 1
        with freeze_time(moment):
            return self.env['gift.order.request']._request_date(
                self.order,
                part,
                day,
                reference=reference or f'reference-{self.asked}',
                reason=reason,
                author=self.order.partner_id,
            )

    def _get_jobs(self, parcel):
        return parcel.line_ids.gift_job_ids

    def _answer_now(self, request, decision='accept', **values):
        with freeze_time(MONDAY):
            self._answer(request, decision, **values)
