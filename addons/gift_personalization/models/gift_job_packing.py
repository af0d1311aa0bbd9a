from odoo import fields, models
from odoo.exceptions import UserError

from .guarded import notify_staff

MAX_REASON = 500


class GiftJob(models.Model):
    """Packing: a photo of the piece, held beside the approved proof by a person."""

    _inherit = 'gift.job'

    packing_check_ids = fields.One2many(
        'gift.packing.check', 'job_id', string="Checks at packing", readonly=True
    )

    # === RULE === #

    def _is_packing_photo_wanted(self):
        """Return whether the settings ask for a photo of this job (sudo)."""
        self.ensure_one()
        wanted = (
            self.env['ir.config_parameter']
            .sudo()
            .get_param('gift_personalization.packing_photo', 'never')
        )
        if wanted == 'methods':
            codes = (self.method_codes or '').split('+')
            methods = self.env['gift.print.method'].sudo().with_context(active_test=False)
            domain = [('code', 'in', codes), ('has_packing_photo', '=', True)]
            return bool(methods.search_count(domain, limit=1))
        return wanted == 'always'

    def _has_packing_match(self):
        """Return whether the piece that was made last was found to match its proof (sudo)."""
        self.ensure_one()
        made = self._get_last_event(lambda event: event.to_stage == 'made')
        return any(
            check.verdict == 'match'
            and check.revision_hash == self.revision_hash
            and (not made or check.date >= made.date)
            for check in self.packing_check_ids
        )

    def _needs_packing_photo(self):
        self.ensure_one()
        return (
            self.stage == 'made'
            and self._is_packing_photo_wanted()
            and not self._has_packing_match()
        )

    def _update_stage(self, allowed, target, note='', **kwargs):
        """Override to pack nothing whose photo is wanted and missing.

        :raise UserError: with the job and what to do.
        """
        if target == 'packed':
            self._gift_lock()
            for job in self:
                if job.stage in allowed and job._needs_packing_photo():
                    raise UserError(job._get_photo_message())
        return super()._update_stage(allowed, target, note, **kwargs)

    def _get_photo_message(self):
        return self.env._(
            "%s needs a photo before it is packed. Scan its ticket, take the photo and compare it"
            " with the proof.",
            self.name,
        )

    # === SCAN PAGE === #

    def _scan(self, reference):
        """Override to ask for the photo in place of moving the job."""
        job_sudo = self.sudo()  # action_scan has checked the group and that the job is visible
        if job_sudo._needs_packing_photo() and not job_sudo._is_repeated_scan(reference):
            return self._prepare_scan_answer('photo', job_sudo._get_photo_message())
        return super()._scan(reference)

    def _prepare_scan_answer(self, status, message):
        """Override to show every side of the approved design where a photo is wanted."""
        answer = super()._prepare_scan_answer(status, message)
        if status == 'photo':
            sides = self.sudo()._get_approved_sides()
            answer['job']['sides'] = [
                {'key': key, 'label': label, 'url': f'/gift/job/{self.id}/side/{key}.jpg'}
                for key, label in sides
            ]
        return answer

    def _get_approved_sides(self):
        """Return (key, label) of the surfaces of the design on which something is printed."""
        self.ensure_one()
        written = set(self.current_file_ids.mapped('surface_key'))
        surfaces = self.revision_id._get_document()['template']['surfaces']
        return [(s['key'], s['label']) for s in surfaces if s['key'] in written]

    def _add_packing_photo(self, data):
        """Keep a photo of the piece, decoded and re-encoded; it waits for its answer.

        :param bytes data: the file as it was sent.
        :raise UserError: when the job is not to be packed now, or it is no photo.
        """
        self._check_operator()
        self.ensure_one()
        if self.stage != 'made':
            raise UserError(self.sudo()._get_scan_hint())
        asset = self.env['gift.asset']._ingest_photo(data)
        values = {'job_id': self.id, 'asset_id': asset.id, 'revision_hash': self.revision_hash}
        # the group and the job were checked; nobody may add checks by hand
        return self.env['gift.packing.check'].sudo().create({**values, 'user_id': self.env.uid})

    def action_packing_answer(self, photo_id, matches, reason=''):
        """Button of the scan page: what the packer saw. Packs the job, or asks for its reprint.

        :param int photo_id: the photo that was compared; it gets one answer.
        :return: as :meth:`action_scan`; with ``reprint``, the window to open, where it differs.
        """
        self._check_operator()
        self.ensure_one()
        job_sudo = self.sudo()  # checked above; nobody may write jobs directly
        job_sudo._gift_lock()
        photo_sudo = job_sudo.packing_check_ids.filtered(lambda check: check.id == photo_id)
        if not photo_sudo._is_open_photo(job_sudo):
            return self._prepare_scan_answer('refused', job_sudo._get_scan_hint())
        reason = ' '.join(str(reason or '').split())[:MAX_REASON]
        if not matches and not reason:
            message = self.env._("Say what is different, so that it is made right.")
            return self._prepare_scan_answer('photo', message)
        job_sudo._log_packing_answer(photo_sudo, matches, reason)
        if not matches:
            return self._ask_for_reprint(reason)
        job_sudo._update_stage(('made',), 'packed', self.env._("The photo matches the proof."))
        stage = self._get_stage_label()
        message = self.env._("%(job)s is now “%(stage)s”.", job=self.name, stage=stage)
        return self._prepare_scan_answer('moved', message)

    def _log_packing_answer(self, photo, matches, reason):
        self.env['gift.packing.check'].create(
            {
                'job_id': self.id,
                'photo_id': photo.id,
                'verdict': 'match' if matches else 'differs',
                'reason': reason,
                'revision_hash': self.revision_hash,
                'user_id': self.env.uid,
            }
        )
        self.invalidate_recordset(['packing_check_ids'])

    def _ask_for_reprint(self, reason):
        """Log what is different, tell the order desk, and answer with the window of the reprint.

        The job stays where it is until the window says how many pieces are made again.
        """
        note = self.env._("At packing the piece differed from the proof: %s", reason)
        job_sudo = self.sudo()  # the caller has checked the group and the job
        job_sudo._log_event('problem', note)
        notify_staff(job_sudo, self.env._("A piece differs from its proof"), note)
        message = self.env._(
            "%s is not packed. Say what went wrong, so that it is made again.", self.name
        )
        answer = self._prepare_scan_answer('differs', message)
        return {**answer, 'reprint': self._prepare_reprint_action(quantity=1, note=reason)}
