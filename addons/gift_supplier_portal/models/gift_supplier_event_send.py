import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import network

_logger = logging.getLogger(__name__)

WAIT_MINUTES = (1, 4, 16, 64, 256, 1024)  # after each try that failed; then it is given up
EVENTS_PER_RUN = 200
GONE = 410


class GiftSupplierEvent(models.Model):
    """How events reach a supplier's machine: at least once, and one after the other per order."""

    _inherit = 'gift.supplier.event'

    @api.model
    def _find_due(self, kind='webhook'):
        """Return the events to be sent now, oldest first, of each order in sequence."""
        waiting = self.search(
            [
                ('state', '=', 'waiting'),
                ('connector_id.kind', '=', kind),
                ('connector_id.active', '=', True),
                ('connector_id.is_off', '=', False),
            ],
            order='connector_id, number',
            limit=EVENTS_PER_RUN * 10,
        )
        now, held, due = fields.Datetime.now(), set(), self.browse()
        for event in waiting:
            key = (event.connector_id, event.order_id)
            if event.next_try > now:
                held.add(key)
            elif key not in held:
                due |= event
        return due[:EVENTS_PER_RUN]

    @api.model
    def _cron_send(self):
        """Scheduled action: send what is due.

        A machine that cannot be reached is left alone until the next run, so that it does not hold
        up others; an order whose event was refused keeps its later events back.
        """
        due = self._find_due()
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(due))
        silent, refused = set(), set()
        for event in due:
            connector = event.connector_id
            if connector.id not in silent and event.order_id.id not in refused:
                status = event._send()
                if status is None:
                    silent.add(connector.id)
                elif not 200 <= status < 300:
                    refused.add(event.order_id.id)
                if connector.is_off:
                    silent.add(connector.id)
            if not cron._commit_progress(1):
                break

    def _send(self):
        """Send one event; when this process is killed, it is sent again with the same id.

        :return: the status of the answer, ``None`` when there was none.
        """
        self.ensure_one()
        self._gift_lock()
        if self.state != 'waiting':
            return 200
        status, problem = self._call()
        if status is not None and 200 <= status < 300:
            self._gift_update_state(
                'sent', sent_date=fields.Datetime.now(), tries=self.tries + 1,
                last_error=str(status),
            )  # fmt: skip
        elif status == GONE:
            self.last_error = str(status)
            self.connector_id._turn_off(
                self.env._("The supplier's machine says that it is gone (410). Ask the supplier.")
            )
        else:
            self._note_failed(problem or str(status))
        return status

    def _call(self):
        """Return ``(status, problem)`` of one call; the status is ``None`` without an answer."""
        connector = self.connector_id
        body = self.payload.encode()
        try:
            headers = {
                'Content-Type': 'application/json; charset=utf-8',
                'User-Agent': 'GiftShop-Webhook/1',
                'Gift-Event': self.name,
                'Gift-Signature': connector._build_signature(body, int(time.time())),
            }
            is_local = connector._is_local_allowed()
            return network.post(connector.url, body, headers, is_local=is_local), ''
        except network.AddressError as error:
            return None, self.env._("The address may not be called (%s).", error)
        except TimeoutError:
            return None, self.env._("There was no answer in time.")
        except OSError as error:
            _logger.info("%s could not be called: %s", connector.url, error)
            return None, self.env._("It could not be reached (%s).", type(error).__name__)
        except UserError as error:
            return None, str(error)

    def _note_failed(self, problem):
        tries = self.tries + 1
        if tries <= len(WAIT_MINUTES):
            minutes = WAIT_MINUTES[tries - 1]
            next_try = fields.Datetime.now() + timedelta(minutes=minutes)
            self.write({'tries': tries, 'last_error': problem, 'next_try': next_try})
            self._trigger_sending(minutes)
            return
        self._gift_update_state('given_up', tries=tries, last_error=problem)
        order = self.order_id
        order.activity_schedule(
            'mail.mail_activity_data_warning',
            summary=self.env._("The supplier's machine was not reached"),
            note=self.env._(
                "%(event)s could not be sent to %(supplier)s: %(problem)s Tell the supplier, then"
                " send it again from the connector.",
                event=self.name,
                supplier=self.connector_id.supplier_id.name,
                problem=problem,
            ),
            user_id=(order.user_id or self.connector_id._get_buyer()).id,
        )
