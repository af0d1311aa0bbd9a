import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from .gift_proof import MAX_COMMENT, MAX_NAME

MAX_USER_AGENT = 255


class GiftProof(models.Model):
    _inherit = 'gift.proof'

    # === WORDING === #

    def _get_approval_wording(self):
        """Return the sentence that the customer agrees to, in the language of the page."""
        self.ensure_one()
        return self.env._(
            "I have looked at the picture and read every text. The spelling, names and dates are"
            " right. Please make %(quantity)s × %(product)s exactly like this (version %(number)s,"
            " design %(hash)s).",
            quantity=f'{self.quantity:g}',
            product=self.sale_line_id.product_id.display_name,
            number=self.number,
            hash=self.revision_hash[:12],
        )

    def _get_spelling_wording(self):
        """Return the sentence beside the box that is ticked for the spelling.

        Empty for a gift without any text.
        """
        if not self._has_texts():
            return ''
        return self.env._("I checked the spelling of every name, date and text, letter by letter.")

    def _get_agreed_wording(self):
        """Return everything that the customer agrees to, as it is stored."""
        return '\n'.join(
            filter(None, (self._get_spelling_wording(), self._get_approval_wording())),
        )

    def _get_order_wording(self):
        if self.number > 1:
            return self.env._(
                "The customer saw the preview on the product page and corrected the paid design:"
                " %(quantity)s × %(product)s with design %(hash)s. This product needs no further"
                " approval.",
                quantity=f'{self.quantity:g}',
                product=self.sale_line_id.product_id.display_name,
                hash=self.revision_hash[:12],
            )
        return self.env._(
            "The customer saw the preview on the product page and ordered %(quantity)s ×"
            " %(product)s with design %(hash)s. This product needs no further approval.",
            quantity=f'{self.quantity:g}',
            product=self.sale_line_id.product_id.display_name,
            hash=self.revision_hash[:12],
        )

    def _get_shown_digest(self):
        """Return what names exactly the page shown: design and wording. The page sends it back."""
        self.ensure_one()
        shown = f'{self.revision_hash}\n{self._get_agreed_wording()}'
        return hashlib.sha256(shown.encode()).hexdigest()

    # === APPROVAL === #

    def _approve(
        self,
        *,
        expected_hash,
        partner,
        name,
        ip='',
        user_agent='',
        expected_digest=None,
        spelling_checked=False,
        bulk=None,
    ):
        """Store the customer's approval and release the production. Idempotent for a double click.

        Safe under simultaneous callers: the row is locked first.

        :param str expected_hash: hash of the design that the customer saw.
        :param partner: res.partner who approves.
        :param str name: name as the customer typed it.
        :param str expected_digest: see :meth:`_get_shown_digest`; checked when given.
        :param bool spelling_checked: whether the customer ticked that the spelling is right.
        :param bulk: gift.proof.bulk, when the customer approved many proofs at once.
        :raise UserError: when the page was stale, the proof is no longer open, or the name or the
            tick is missing.
        """
        self.ensure_one()
        self._gift_lock()
        if self.state == 'approved' and self.approved_hash == expected_hash:
            return
        self._check_answerable()
        self._check_shown(expected_hash, expected_digest)
        name = ' '.join((name or '').split())
        if not name:
            raise UserError(self.env._("Please enter your name, so that we know who approved."))
        self._check_spelling_checked(spelling_checked)
        self._set_approved(
            approval_kind='customer',
            approved_by_id=partner.id,
            approved_name=name[:MAX_NAME],
            approved_ip=ip,
            approved_user_agent=(user_agent or '')[:MAX_USER_AGENT],
            **{'approved_wording': self._get_agreed_wording(), **self._prepare_bulk_values(bulk)},
        )
        if not bulk:
            self._send_mail('approved', 'gift_personalization.mail_template_proof_approved')

    def _prepare_bulk_values(self, bulk):
        """Return when and by which sentences the customer approved many proofs at once."""
        if not bulk:
            return {}
        wording = f'{bulk.wording}\n{self._get_agreed_wording()}'
        return {'approved_date': bulk.date, 'approved_wording': wording}

    def _approve_by_order(self):
        """The order itself is the approval: the product's policy asks for no proof."""
        self.ensure_one()
        self._set_approved(
            approval_kind='order',
            approved_by_id=self.partner_id.id,
            approved_name=self.partner_id.name,
            approved_wording=self._get_order_wording(),
        )

    def _set_approved(self, **vals):
        self.revision_id._get_document()  # refuses content that does not match its hash
        self._gift_update_state(
            'approved',
            approved_hash=self.revision_hash,
            next_reminder_date=False,
            **{'approved_date': fields.Datetime.now(), **vals},
        )
        job = self._get_job()
        if job:
            job._gift_on_proof_approved(self)

    def _check_answerable(self):
        """Refuse an answer to a proof that is not open, with the sentence that says why.

        :raise UserError: always a whole sentence for the customer.
        """
        if self.order_id.state != 'sale' or self.state == 'cancelled':
            raise UserError(
                self.env._(
                    "This order was cancelled, so there is nothing to approve any more.",
                )
            )
        if self.state == 'superseded' or not self._is_current():
            raise UserError(
                self.env._(
                    "There is a newer version of this gift. Please look at the newest version.",
                )
            )
        if self.state == 'approved':
            raise UserError(
                self.env._(
                    "This proof was approved already. Write to us at once if something is wrong.",
                )
            )
        if self.state == 'change_requested':
            raise UserError(
                self.env._(
                    "You have asked for a change of this gift. We will answer with a new version.",
                )
            )
        if self.state != 'sent':
            raise UserError(
                self.env._(
                    "We are still checking this proof. You will get a mail when it is ready.",
                )
            )

    def _check_shown(self, expected_hash, expected_digest):
        stale = expected_hash != self.revision_hash
        if expected_digest is not None:
            stale = stale or expected_digest != self._get_shown_digest()
        if stale:
            raise UserError(
                self.env._(
                    "The page you looked at is no longer the newest one. Please look at the gift"
                    " below again, then approve it.",
                )
            )

    def _check_spelling_checked(self, spelling_checked):
        if not spelling_checked and self._has_texts():
            raise UserError(
                self.env._(
                    "Please read every text letter by letter, then tick that you checked the"
                    " spelling.",
                )
            )

    # === CHANGE REQUEST === #

    def _request_change(self, *, comment, partner):
        """Store what the customer wants to be changed and tell the staff. Idempotent.

        :param str comment: at most 2000 characters, shown as plain text everywhere.
        :raise UserError: when the comment is missing or too long, or the proof is not open.
        """
        self.ensure_one()
        comment = self._clean_comment(comment)
        self._gift_lock()
        if self.state == 'change_requested' and self.change_comment == comment:
            return
        self._check_answerable()
        self._gift_update_state(
            'change_requested',
            change_comment=comment,
            change_date=fields.Datetime.now(),
            change_by_id=partner.id,
            answer=False,
            next_reminder_date=False,
        )
        self._post_change_request(partner)

    def _clean_comment(self, comment):
        comment = comment if isinstance(comment, str) else ''  # a file may come in its place
        comment = comment.replace('\r\n', '\n').replace('\0', '').strip()
        if not comment:
            raise UserError(self.env._("Please tell us what to change."))
        if len(comment) > MAX_COMMENT:
            raise UserError(
                self.env._(
                    "Your message has %(length)s characters, at most %(max)s are possible."
                    " Please shorten it.",
                    length=len(comment),
                    max=MAX_COMMENT,
                )
            )
        return comment

    # === NEW VERSION AND CANCELLATION === #

    def _supersede_with(self, revision, *, answer='', policy='customer'):
        """Replace this version by a new one that shows ``revision``.

        :param revision: gift.design.revision of the same product.
        :param str answer: what staff want to tell the customer about it.
        :param str policy: what happens with the new version; it is sent to the customer unless
            the customer made it.
        :return: the new proof, or this one when it shows the revision already.
        :raise UserError: when the proof is closed or the gift is being made.
        """
        self.ensure_one()
        self._gift_lock()
        if self.revision_id == revision and self._is_current():
            return self
        line = self.sale_line_id
        self._gift_update_state('superseded', next_reminder_date=False)
        self._close_activities(self.env._("A new version was made."))
        line._gift_set_revision(revision)
        new = self.create(
            {
                **self._prepare_values(line),
                'policy': policy,
                'answer': answer,
                'access_token': self._portal_ensure_token(),
            }
        )
        job = self._get_job()
        if job:
            job._gift_on_proof_reopened(new)
        new._start()
        return new

    def _cancel(self):
        """Close the proofs of a cancelled order. Idempotent."""
        proofs = self.filtered(lambda proof: proof.state not in ('superseded', 'cancelled'))
        proofs._gift_update_state('cancelled', next_reminder_date=False)
        for proof in proofs:
            proof._close_activities(proof.env._("The order was cancelled."))
