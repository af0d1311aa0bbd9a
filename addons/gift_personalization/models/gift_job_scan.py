import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_job import CLOSED

CODE_PATTERN = re.compile(r'[A-Z]{1,8}[0-9]{1,12}')
REFERENCE_PATTERN = re.compile(r'[0-9a-zA-Z-]{8,64}')
REPEAT_SECONDS = 5
SCAN_STEPS = {
    'ready': 'in_production',
    'in_production': 'made',
    'made': 'packed',
    'packed': 'shipped',
}


class GiftJob(models.Model):
    """The scan page.

    The rule: a scan moves a job exactly one stage forward. A second scan within five seconds, or
    one with the reference of an earlier scan, moves nothing and is answered with the current state.
    """

    _inherit = 'gift.job'

    @api.model
    def action_scan(self, code, reference=None, move=True):
        """Answer the scan page.

        :param str code: what was scanned or typed.
        :param str reference: random text made by the page for this one scan.
        :param bool move: False only shows the job.
        :return: dict with ``status`` (``moved``, ``repeat``, ``shown``, ``refused``, ``unknown``),
            ``message`` (a whole sentence) and ``job`` (what is shown of it, or False).
        :raise AccessError: for users outside the production team.
        """
        self._check_operator()
        job = self._find_by_code(code)
        if not job:
            return self._prepare_unknown_answer(code)
        if not move:
            return job._prepare_scan_answer('shown', job._get_scan_hint())
        is_reference = isinstance(reference, str) and REFERENCE_PATTERN.fullmatch(reference)
        return job._scan(reference if is_reference else None)

    @api.model
    def _find_by_code(self, code):
        """Return the visible job with that barcode, or an empty recordset."""
        text = code.strip().upper() if isinstance(code, str) else ''
        return self.search([('name', '=', text)]) if CODE_PATTERN.fullmatch(text) else self.browse()

    def _scan(self, reference):
        """Move the job one stage forward, unless this is the same scan again."""
        self.ensure_one()
        job_sudo = self.sudo()  # action_scan has checked the group and that the job is visible
        (job_sudo.order_id.gift_job_ids if job_sudo.stage == 'packed' else job_sudo)._gift_lock()
        if job_sudo._is_repeated_scan(reference):
            return self._prepare_scan_answer(
                'repeat',
                self.env._(
                    "%(job)s was scanned just now. It is “%(stage)s”.",
                    job=self.name,
                    stage=self._get_stage_label(),
                ),
            )
        if job_sudo.stage not in SCAN_STEPS:
            return self._prepare_scan_answer('refused', job_sudo._get_scan_hint())
        try:
            with self.env.cr.savepoint():
                message = job_sudo._move_one_stage(reference)
        except UserError as error:
            return self._prepare_scan_answer('refused', str(error))
        return self._prepare_scan_answer('moved', message)

    def _is_repeated_scan(self, reference):
        scans = (
            self.env['gift.job.event']
            .sudo()
            .search(
                [('job_id', '=', self.id), ('kind', '=', 'scan')],
                limit=1,
            )
        )
        if reference and self.env['gift.job.event'].sudo().search_count(
            [('scan_ref', '=', reference)]
        ):
            return True
        return bool(scans) and fields.Datetime.now() - scans.date < timedelta(
            seconds=REPEAT_SECONDS
        )

    def _move_one_stage(self, reference):
        """Move the job to the next stage; out of “packed” by validating its delivery order.

        :return: what was done, as a sentence.
        :raise UserError: when the job cannot move; says why.
        """
        source, target = self.stage, SCAN_STEPS[self.stage]
        if target == 'shipped':
            note = self._ship()
            self._log_event('scan', note, scan_ref=reference)
            return note
        if source == 'ready':
            self._check_files_usable()
        self._update_stage((source,), target, kind='scan', scan_ref=reference)
        return self.env._(
            "%(job)s is now “%(stage)s”.",
            job=self.name,
            stage=self._get_stage_label(),
        )

    # === SHIPPING === #

    def action_ship(self):
        """Button: validate the delivery order of a packed job."""
        self._check_operator()
        job_sudo = self.sudo()  # checked above; production has no rights on stock
        job_sudo.order_id.gift_job_ids._gift_lock()
        if job_sudo.stage == 'packed':
            job_sudo._ship()
        return True

    def _ship(self):
        """Validate the delivery orders of the job's order; its jobs become shipped by that.

        :return: what was done, as a sentence.
        :raise UserError: when other jobs of the order are not packed, or stock is missing.
        """
        self.ensure_one()
        jobs = self.order_id.gift_job_ids.filtered(lambda job: job.stage not in CLOSED)
        jobs._check_all_packed()
        pickings = jobs._gift_get_deliveries()
        if not pickings:
            jobs._ship_without_delivery()
        for picking in pickings:
            picking._gift_validate_complete()
        return self.env._(
            "Order %(order)s is shipped: %(what)s.",
            order=self.order_id.name,
            what=", ".join(pickings.mapped('name') or jobs.mapped('name')),
        )

    def _check_all_packed(self):
        missing = self.filtered(lambda job: job.stage != 'packed')
        if missing:
            raise UserError(
                self.env._(
                    "Order %(order)s cannot be shipped yet. Not packed: %(jobs)s.",
                    order=missing[0].order_id.name,
                    jobs=", ".join(f"{job.name} ({job._get_stage_label()})" for job in missing),
                )
            )

    def _ship_without_delivery(self):
        for job in self:
            problem = job._get_shipping_problem()
            if not problem and job.sale_line_id._gift_is_waiting_for_stock():
                problem = self.env._(
                    "it has no open delivery order; look at the order's deliveries"
                )
            if problem:
                raise UserError(
                    self.env._(
                        "%(job)s cannot be shipped: %(problem)s.",
                        job=job.name,
                        problem=problem,
                    )
                )
        self._update_stage(('packed',), 'shipped')

    def _get_shipping_problem(self):
        """Return why the job must not leave the house, or an empty string (sudo)."""
        self.ensure_one()
        if self.stage not in ('packed', 'shipped'):
            return self.env._("it is “%s”, not packed", self._get_stage_label())
        if self.revision_hash != self.sale_line_id.gift_revision_id.hash:
            return self.env._("the design of the order line is another one than the job's")
        if not self._gift_get_approved_proof():
            return self.env._("the customer has not approved this design")
        return self._get_file_problem()

    # === ANSWERS === #

    def _get_scan_hint(self):
        """Return what can be done with the job now, as a sentence."""
        self.ensure_one()
        hints = {
            'to_proof': self.env._("%s cannot be made yet: its proof has not been sent."),
            'waiting': self.env._(
                "%s cannot be made yet: it waits for the approval or its print files."
            ),
            'shipped': self.env._("%s is shipped already."),
            'replaced': self.env._("%s went wrong and is made again under another ticket."),
            'cancelled': self.env._("%s is cancelled. Do not make it."),
        }
        target = SCAN_STEPS.get(self.stage)
        if target:
            return self.env._(
                "%(job)s is “%(stage)s”. Next: “%(next)s”.",
                job=self.name,
                stage=self._get_stage_label(),
                next=self._get_stage_label(target),
            )
        return hints[self.stage] % self.name

    @api.model
    def _prepare_unknown_answer(self, code):
        shown = code.strip()[:40] if isinstance(code, str) else ''
        return {
            'status': 'unknown',
            'job': False,
            'message': self.env._(
                "“%s” is not a job of this shop. Scan the barcode on the production ticket.",
                shown,
            ),
        }

    def _prepare_scan_answer(self, status, message):
        self.ensure_one()
        target = SCAN_STEPS.get(self.stage)
        product = self.sudo().product_id
        return {
            'status': status,
            'message': message,
            'job': {
                'id': self.id,
                'name': self.name,
                'product': product.display_name,
                'texts': (self.text_summary or '').splitlines(),
                'quantity': self.quantity,
                'customer': self.customer_name,
                'order': self.order_name,
                'due': fields.Date.to_string(self.date_due),
                'late': self.is_late,
                'picture': self.preview_url,
                'stage': self.stage,
                'stage_label': self._get_stage_label(),
                'next_label': self._get_stage_label(target) if target else False,
            },
        }
