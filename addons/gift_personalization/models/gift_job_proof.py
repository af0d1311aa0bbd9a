from odoo import fields, models
from odoo.exceptions import UserError

from .gift_job import CLOSED, ON_THE_FLOOR, TRANSITIONS
from .guarded import guarded


class GiftJob(models.Model):
    """What proofs and orders tell a job."""

    _inherit = 'gift.job'

    proof_state = fields.Selection(related='sale_line_id.gift_proof_state', string="Proof")

    # === PROOF HOOKS === #

    def _gift_on_proof_sent(self, proof):
        """Note that the customer was asked: the job waits. Idempotent."""
        job_sudo = self.sudo()  # the proof has checked who sends it
        job_sudo._update_stage(
            ('to_proof',),
            'waiting',
            self.env._("Proof %s was sent.", proof.number),
        )

    def _gift_on_proof_approved(self, proof):
        """Release the job: its files are written, its goods are reserved. Idempotent.

        :raise UserError: when the approved design is no longer the one of the order line.
        """
        self.ensure_one()
        job_sudo = self.sudo()  # the proof has checked who approves
        job_sudo._gift_lock()
        revision = proof.sudo().revision_id
        if revision != job_sudo.sale_line_id.gift_revision_id:
            raise UserError(
                self.env._(
                    "The design of %(job)s was changed after this proof."
                    " Please approve the newest proof.",
                    job=job_sudo.name,
                )
            )
        if job_sudo.stage in CLOSED or job_sudo.approved_hash == revision.hash:
            return
        job_sudo._set_revision(revision)
        job_sudo.approved_hash = revision.hash
        job_sudo._log_event('proof', self.env._("Proof %s was approved.", proof.number))
        job_sudo._update_stage(('to_proof',), 'waiting')
        job_sudo._request_print_files()
        with guarded(job_sudo, self.env._("The goods could not be reserved")):
            job_sudo.sale_line_id._gift_release_procurement()

    def _gift_on_proof_reopened(self, proof):
        """Take an approval or a sent proof back: the job goes back to “to proof”. Idempotent.

        :raise UserError: when the job is being made or has left.
        """
        self.ensure_one()
        job_sudo = self.sudo()  # the proof has checked who reopens it
        job_sudo._gift_lock()
        if job_sudo.stage in (*ON_THE_FLOOR, 'shipped', 'replaced'):
            raise UserError(
                self.env._(
                    "%(job)s is already “%(stage)s”: its design cannot be changed any more.",
                    job=job_sudo.name,
                    stage=job_sudo._get_stage_label(),
                )
            )
        job_sudo._set_revision(job_sudo.sale_line_id.gift_revision_id)
        job_sudo.write({'approved_hash': False, **job_sudo._prepare_no_files_values()})
        note = self.env._("The design was changed, see proof %s.", proof.number)
        job_sudo._update_stage(('waiting', 'ready'), 'to_proof', note)

    def _set_revision(self, revision):
        if self.revision_id != revision:
            self.write({'revision_id': revision.id, 'revision_hash': revision.hash})

    def _gift_get_approved_proof(self):
        """Return the approved proof of exactly the job's design, or an empty recordset (sudo)."""
        self.ensure_one()
        return self.sudo().sale_line_id.gift_proof_ids.filtered(
            lambda proof: (
                proof.state == 'approved' and proof.revision_id.hash == self.revision_hash
            ),
        )[:1]

    def _sync_with_proof(self):
        """Bring the stage in line with the newest proof of the line. Idempotent."""
        self.ensure_one()
        proofs_sudo = self.sudo().sale_line_id.gift_proof_ids
        proof_sudo = proofs_sudo.filtered(lambda p: p.state in ('sent', 'approved')).sorted(
            'number'
        )[-1:]
        if proof_sudo.state == 'approved':
            self._gift_on_proof_approved(proof_sudo)
        elif proof_sudo:
            self._gift_on_proof_sent(proof_sudo)

    # === CANCELLATION === #

    def _cancel(self, note=''):
        """Cancel what has not left the house; shipped jobs stay shipped."""
        jobs_sudo = self.sudo()  # follows the order, whose right to be cancelled was checked
        cancelled = jobs_sudo._update_stage(TRANSITIONS['cancelled'], 'cancelled', note)
        if cancelled:
            cancelled.write({'approved_hash': False, **self._prepare_no_files_values()})

    def _reopen(self):
        """Start a cancelled job again, with the design that the order line has now."""
        self.ensure_one()
        self._set_revision(self.sale_line_id.gift_revision_id)
        self._update_stage(('cancelled',), 'to_proof', self.env._("The order was confirmed again."))
