"""Figures of production."""

from odoo.tools import LazyTranslate

from .kpi import Kpi

_lt = LazyTranslate(__name__)

_JOB = 'gift.report.job'
_OPTION = 'gift.report.option'
_JOBS = _lt("Jobs of confirmed orders.")
_PROOFS = _lt("Proofs of the line.")
_PROMISE = _lt("First promise of the order, and the day on which the job was shipped.")
_FILES = _lt("Print files of the job's current design, as measured when they were written.")
_DESIGNS = _lt("Frozen designs of confirmed orders, by month of the order.")

PRODUCTION = (
    Kpi(
        'job.jobs',
        _lt("Personalised lines made"),
        'count',
        _JOB,
        'job_count:sum',
        _lt("Order lines with a design that are or were made, each once."),
        _JOBS,
        _lt("Cancelled ones are left out. A line that is made again is still one."),
    ),
    Kpi(
        'job.quantity',
        _lt("Personalised pieces"),
        'pieces',
        _JOB,
        'quantity:sum',
        _lt("Ordered pieces of these lines."),
        _JOBS,
        _lt("Pieces that are made again are not counted twice."),
    ),
    Kpi(
        'job.proof_rounds',
        _lt("Proofs sent"),
        'count',
        _JOB,
        'proof_rounds:sum',
        _lt("Number of proofs that were sent to the customer."),
        _PROOFS,
        _lt("What is approved with the order needs no proof."),
    ),
    Kpi(
        'job.rounds_mean',
        _lt("Proofs per line"),
        'times',
        _JOB,
        'rounds_mean:avg',
        _lt("Proofs sent ÷ lines of which a proof was sent."),
        _PROOFS,
        _lt("1 means that every first proof was right. Lines without a proof do not count."),
    ),
    Kpi(
        'job.approval_mean',
        _lt("Customer's time to approve"),
        'hours',
        _JOB,
        'approval_mean:avg',
        _lt("Hours in which a proof waited for the customer ÷ lines approved on a proof."),
        _PROOFS,
        _lt("From sending to approval or request for a change, of all proofs of the line; the"
            " shop's time in between is not in it. What was approved with the order is left"
            " out."),
    ),
    Kpi(
        'job.lead_mean',
        _lt("Time from order to packed"),
        'hours',
        _JOB,
        'lead_mean:avg',
        _lt("Hours from the order until the last piece was packed ÷ lines that are packed."),
        _lt("Log of the jobs."),
        _lt("All hours, nights and weekends too, and the customer's time. Replacements after"
            " the delivery are not in it."),
    ),
    Kpi(
        'job.due_count',
        _lt("Promises due"),
        'count',
        _JOB,
        'due_count:sum',
        _lt("Lines that have left, or whose first promised day is over."),
        _PROMISE,
        _lt("Lines whose day has not come, and those without a promise, are left out."),
    ),
    Kpi(
        'job.kept_count',
        _lt("Promises kept"),
        'count',
        _JOB,
        'kept_count:sum',
        _lt("Lines that left on the first promised day or before."),
        _PROMISE,
        _lt("Against the first promise: a later date that was agreed does not change it."),
    ),
    Kpi(
        'job.kept_rate',
        _lt("Promise kept (share)"),
        'share',
        _JOB,
        'kept_rate:avg',
        _lt("Promises kept ÷ promises due."),
        _PROMISE,
        _lt("What is overdue and has not left counts as not kept."),
    ),
    Kpi(
        'job.shipped_quantity',
        _lt("Personalised pieces shipped"),
        'pieces',
        _JOB,
        'shipped_quantity:sum',
        _lt("Pieces of lines that have left."),
        _lt("Log of the jobs."),
        _lt("Replacements are not in it."),
    ),
    Kpi(
        'job.reprint_quantity',
        _lt("Pieces made again"),
        'pieces',
        _JOB,
        'reprint_quantity:sum',
        _lt("Pieces of reprints."),
        _lt("Reprints."),
        _lt("A piece that is made again twice counts twice."),
    ),
    Kpi(
        'job.reprint_rate',
        _lt("Made again (share)"),
        'share',
        _JOB,
        'reprint_rate:avg',
        _lt("Pieces made again ÷ personalised pieces shipped."),
        _lt("Reprints and log of the jobs."),
        _lt("By cause there is no share, as no piece is shipped for a cause: choose products,"
            " methods, makers or months of the order."),
    ),
    Kpi(
        'job.delta_e',
        _lt("Colour difference (ΔE)"),
        'delta_e',
        _JOB,
        'delta_e:avg',
        _lt("Mean of the lines' greatest difference in any of their current files."),
        _FILES,
        _lt("Measured between file and approved picture, not on the printed piece. Outlines"
            " have no colours."),
    ),
    Kpi(
        'job.edge_shift_mm',
        _lt("Edge shift"),
        'mm',
        _JOB,
        'edge_shift_mm:avg',
        _lt("Mean of the lines' greatest shift in any of their current files."),
        _FILES,
        _lt("Measured between file and approved picture, not on the printed piece."),
    ),
    Kpi(
        'job.ssim',
        _lt("Likeness (SSIM)"),
        'share',
        _JOB,
        'ssim:avg',
        _lt("Mean of the lines' lowest likeness in any of their current files."),
        _FILES,
        _lt("1 is the same picture. Look at the groups as well: a mean hides the few bad ones."),
    ),
    Kpi(
        'option.used_count',
        _lt("Lines that use it"),
        'count',
        _OPTION,
        'used_count:sum',
        _lt("Lines whose design uses the option."),
        _DESIGNS,
        _lt("Options add up to more than the lines: a line uses several."),
    ),
    Kpi(
        'option.offered_count',
        _lt("Lines that offer it"),
        'count',
        _OPTION,
        'offered_count:sum',
        _lt("Lines whose product offered the option when it was ordered."),
        _DESIGNS,
        _lt("Within one option; over several, it counts a line more than once."),
    ),
    Kpi(
        'option.take_rate',
        _lt("Take-rate"),
        'share',
        _OPTION,
        'take_rate:avg',
        _lt("Lines that use it ÷ lines that offer it."),
        _DESIGNS,
        _lt("Of the lines that could use it, not of all. The first font or colour is taken by"
            " who does not choose."),
    ),
)  # fmt: skip
