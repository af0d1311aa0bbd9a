import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .gift_proof import MAX_NAME
from .gift_proof_approval import MAX_USER_AGENT


class GiftProofBulk(models.Model):
    """One approval of many proofs of an order, as the customer gave it.

    What was approved is written once; the scheduled action stores it with each proof: hash, who,
    when, from where and the wording.
    """

    _name = 'gift.proof.bulk'
    _inherit = ['gift.state.mixin']
    _description = 'Approval of many proofs'
    _order = 'id desc'
    _state_transitions = {'done': ('todo',)}

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, ondelete='restrict', index=True
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    state = fields.Selection(
        [('todo', "Being stored"), ('done', "Stored")],
        required=True,
        readonly=True,
        default='todo',
        index=True,
    )
    shown = fields.Json(required=True, readonly=True, help="Hash of the design by proof.")
    wording = fields.Text(required=True, readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    partner_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='restrict')
    name = fields.Char(string="Name given", required=True, readonly=True)
    date = fields.Datetime(string="Approved on (UTC)", required=True, readonly=True)
    ip = fields.Char(string="From address", readonly=True)
    user_agent = fields.Char(string="With browser", readonly=True)
    refused = fields.Integer(
        string="Not approved", readonly=True, help="Proofs that had changed meanwhile."
    )

    # === WORDING === #

    @api.model
    def _get_wording(self, proofs):
        """Return the sentences that the customer agrees to, in the language of the page."""
        if len(proofs) == 1:
            return self._get_single_wording(proofs)
        return '\n'.join(
            [
                self.env._(
                    "I checked the spelling of every name, date and text of all %(count)s gifts,"
                    " letter by letter.",
                    count=len(proofs),
                ),
                self.env._(
                    "I have looked at the picture of each gift and read every text. Please make all"
                    " %(count)s gifts of order %(order)s exactly like this.",
                    count=len(proofs),
                    order=proofs.order_id.name,
                ),
            ]
        )

    @api.model
    def _get_single_wording(self, proof):
        return '\n'.join(
            [
                self.env._(
                    "I checked the spelling of every name, date and text, letter by letter."
                ),
                self.env._(
                    "I have looked at the picture of the gift and read every text. Please make the"
                    " gift of order %s exactly like this.",
                    proof.order_id.name,
                ),
            ]
        )

    @api.model
    def _get_digest(self, proofs):
        """Return what names exactly the gifts and sentences that a page shows."""
        shown = sorted((proof.id, proof.revision_hash, proof.quantity) for proof in proofs)
        text = f'{shown}\n{self._get_wording(proofs)}'
        return hashlib.sha256(text.encode()).hexdigest()

    # === REQUEST === #

    @api.model
    def _request(self, order, *, digest, partner, name, spelling_checked, ip='', user_agent=''):
        """Store the approval of all open proofs of an order; a double click stores it once.

        :param str digest: see :meth:`_get_digest`, of the page that the customer saw.
        :raise UserError: when the page is stale, or the name or the tick is missing.
        """
        order._gift_lock_rows()
        if self.sudo().search_count([('order_id', '=', order.id), ('state', '=', 'todo')], limit=1):
            return
        proofs = order._gift_get_open_proofs()
        if not proofs or digest != self._get_digest(proofs):
            raise UserError(
                self.env._(
                    "The page you looked at is no longer the newest one. Please look at the gifts"
                    " below again, then approve them."
                )
            )
        name = ' '.join((name or '').split())[:MAX_NAME]
        if not name:
            raise UserError(self.env._("Please enter your name, so that we know who approved."))
        if not spelling_checked:
            raise UserError(
                self.env._("Please read every text, then tick that you checked the spelling.")
            )
        self.sudo().create(  # nobody has the right to write approvals
            {
                'order_id': order.id,
                'shown': {str(proof.id): proof.revision_hash for proof in proofs},
                'wording': self._get_wording(proofs),
                'lang': self.env.lang,
                'partner_id': partner.id,
                'name': name,
                'date': fields.Datetime.now(),
                'ip': ip,
                'user_agent': (user_agent or '')[:MAX_USER_AGENT],
            }
        )
        self.env.ref('gift_personalization.ir_cron_bulk_approval').sudo()._trigger()

    # === WORK === #

    @api.model
    def _cron_store(self):
        """Scheduled action: store each approval with its proof, one transaction each."""
        cron = self.env['ir.cron']
        for bulk in self.search([('state', '=', 'todo')], order='id'):
            proofs = bulk._get_proofs_left()
            cron._commit_progress(remaining=len(proofs) + 1)
            for proof in proofs:
                try:
                    with self.env.cr.savepoint():
                        bulk._store(proof)
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    self.env.cr.rollback()
                    self.env.ref('gift_personalization.ir_cron_bulk_approval')._trigger()
                    return
                if not cron._commit_progress(1):
                    return
            bulk._finish()
            cron._commit_progress(1)

    def _get_proofs_left(self):
        proofs = self.env['gift.proof'].browse(int(proof_id) for proof_id in self.shown)
        return proofs.filtered(lambda proof: proof.state == 'sent').sorted('id')

    def _store(self, proof):
        """Store the approval with a proof; one that changed meanwhile stays open."""
        proof = proof.with_context(lang=self.lang)
        try:
            with self.env.cr.savepoint():
                proof._approve(
                    expected_hash=self.shown[str(proof.id)],
                    partner=self.partner_id,
                    name=self.name,
                    ip=self.ip,
                    user_agent=self.user_agent,
                    spelling_checked=True,
                    bulk=self,
                )
        except UserError:
            self.refused += 1

    def _finish(self):
        self._gift_update_state('done')
        self.env['gift.notice']._send_once(
            self.order_id,
            f'proofs-approved-{self.id}',
            'gift_personalization.mail_template_proofs_approved',
        )

    def _get_progress(self):
        """Return ``{'done', 'total'}`` of an approval that is being stored."""
        self.ensure_one()
        return {
            'done': len(self.shown) - len(self._get_proofs_left()),
            'total': len(self.shown),
        }
