from odoo import models

STEP_OF_STAGE = {
    'to_proof': 0,
    'waiting': 1,
    'ready': 2,
    'in_production': 3,
    'made': 3,
    'packed': 4,
    'shipped': 5,
    'replaced': 3,
}
PROOF_STEPS = ('proof_sent', 'approved')


class GiftJob(models.Model):
    """How far a gift is: read from what was stored when it happened, for everyone who asks.

    The customer's page, the guest link, the mails and the back office show these steps.
    """

    _inherit = 'gift.job'

    def _get_timeline(self):
        """Return the steps of the gift for the portal and the mails. Call it in sudo.

        :return: list of ``{'key', 'label', 'date', 'state'}``; state ``done``, ``current`` or
            ``next``. The step ``shipped`` also has ``tracking_ref`` and ``tracking_url``. Empty for
            a cancelled job. Steps of the proof are left out where the shop does not send one, the
            arrival where nothing is sent.
        """
        self.ensure_one()
        if self.stage == 'cancelled':
            return []
        reached = self._get_reached_step()
        steps = [
            self._prepare_step(*step, is_done=number <= reached)
            for number, step in enumerate(self._get_timeline_steps())
        ]
        hidden = self._get_hidden_steps()
        steps = [step for step in steps if step['key'] not in hidden]
        waiting = next((step for step in steps if step['state'] == 'next'), None)
        if waiting:
            waiting['state'] = 'current'
        return steps

    def _prepare_step(self, key, label, date, *, is_done):
        step = {
            'key': key,
            'label': label,
            'date': date if is_done else False,
            'state': 'done' if is_done else 'next',
        }
        return {**step, **self._get_tracking()} if key == 'shipped' else step

    def _get_reached_step(self):
        step = STEP_OF_STAGE[self.stage]
        if step == STEP_OF_STAGE['shipped'] and self._get_delivered_date():
            return step + 1
        is_approved = self.approved_hash and self.approved_hash == self.revision_hash
        return max(step, 2) if is_approved else step

    def _get_hidden_steps(self):
        sent = () if self._has_customer_proof() else PROOF_STEPS
        is_parcel = self.stage != 'shipped' or self._get_parcels()
        return sent if is_parcel else (*sent, 'delivered')

    def _has_customer_proof(self):
        return self.revision_id.template_id.proof_policy != 'none'

    def _get_timeline_steps(self):
        """Return ``[(key, label, date), …]``: number 0 is done as soon as there is a job."""
        _ = self.env._
        return [
            ('paid', _("Ordered and paid"), self.order_id.date_order),
            ('proof_sent', _("Proof sent"), self._get_event_date('waiting')),
            ('approved', _("Approved"), self._get_approval_date()),
            ('in_production', _("In production"), self._get_event_date('in_production')),
            ('packed', _("Packed"), self._get_event_date('packed')),
            ('shipped', self._get_shipped_label(), self._get_event_date('shipped')),
            ('delivered', _("Delivered"), self._get_delivered_date()),
        ]

    def _get_shipped_label(self):
        """Return the label of the step; some pieces, or parts of a kit, may have left alone."""
        if self.stage == 'packed' and self._get_parcels():
            return self.env._("Partly shipped")
        return self.env._("Shipped")

    def _get_event_date(self, stage):
        return self._get_last_event(lambda event: event.to_stage == stage).date

    def _get_approval_date(self):
        return self._get_last_event(
            lambda event: event.kind == 'proof' and event.hash == self.approved_hash,
        ).date

    # === PARCELS === #

    def _get_parcels(self):
        """Return the deliveries in which pieces of the gift have left, oldest first."""
        return self.sale_line_id.move_ids.picking_id._gift_get_sent()

    def _get_delivered_date(self):
        """Return when the last of the gift's parcels arrived; ``False`` while one is under way."""
        dates = self._get_parcels().mapped('gift_delivered_date')
        return max(dates) if dates and all(dates) else False

    def _get_tracking(self):
        """Return number and link of the last delivery of the gift."""
        found = [tracking for tracking in self._gift_get_trackings() if tracking['number']]
        last = found[-1] if found else {}
        return {'tracking_ref': last.get('number', False), 'tracking_url': last.get('url') or False}

    def _gift_get_trackings(self):
        """Return the parcels in which the gift left, see `stock.picking`."""
        self.ensure_one()
        return [parcel._gift_get_tracking() for parcel in self.sudo()._get_parcels()]

    def _get_parcels_by_recipient(self):
        """Return ``[(recipient, delivery), …]`` of the jobs for a mail, each delivery once."""
        parcels = self.env['stock.picking'].union(*(job.sudo()._get_parcels() for job in self))
        return [(p.gift_parcel_id.name or '', p._gift_get_tracking()) for p in parcels]
