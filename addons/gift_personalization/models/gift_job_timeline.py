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


class GiftJob(models.Model):
    """What the customer sees of a job."""

    _inherit = 'gift.job'

    def _get_timeline(self):
        """Return the steps of the gift for the portal and the mails. Call it in sudo.

        :return: list of ``{'key', 'label', 'date', 'state'}``; state ``done``, ``current`` or
            ``next``. The last step also has ``tracking_ref`` and ``tracking_url``. Empty for a
            cancelled job. Steps of the proof are left out where the shop does not send one.
        """
        self.ensure_one()
        if self.stage == 'cancelled':
            return []
        reached = self._get_reached_step()
        steps = []
        for number, (key, label, date) in enumerate(self._get_timeline_steps()):
            done = number <= reached
            steps.append(
                {
                    'key': key,
                    'label': label,
                    'date': date if done else False,
                    'state': 'done' if done else 'next',
                }
            )
        steps[-1].update(self._get_tracking())
        if not self._has_customer_proof():
            steps = [step for step in steps if step['key'] not in ('proof_sent', 'approved')]
        waiting = next((step for step in steps if step['state'] == 'next'), None)
        if waiting:
            waiting['state'] = 'current'
        return steps

    def _get_reached_step(self):
        step = STEP_OF_STAGE[self.stage]
        is_approved = self.approved_hash and self.approved_hash == self.revision_hash
        return max(step, 2) if is_approved else step

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
            ('shipped', _("Shipped"), self._get_event_date('shipped')),
        ]

    def _get_event_date(self, stage):
        return self._get_last_event(lambda event: event.to_stage == stage).date

    def _get_approval_date(self):
        return self._get_last_event(
            lambda event: event.kind == 'proof' and event.hash == self.approved_hash,
        ).date

    def _get_tracking(self):
        """Return number and link of the last delivery of the gift."""
        pickings = self.sale_line_id.move_ids.filtered(lambda move: move.state == 'done').picking_id
        picking = pickings.filtered('carrier_tracking_ref').sorted('id')[-1:]
        return {
            'tracking_ref': picking.carrier_tracking_ref or False,
            'tracking_url': picking.carrier_tracking_url or False,
        }
