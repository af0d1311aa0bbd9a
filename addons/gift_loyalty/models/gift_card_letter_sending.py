from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.gift_personalization.models.guarded import guarded, notify_staff

TEMPLATE = 'gift_loyalty.mail_template_gift_card_letter'
PICTURE_PX = 1800
RESENDS = 10
BATCH = 100


class GiftCardLetter(models.Model):
    """A job sends each letter once, when its day has come and its order is paid."""

    _inherit = 'gift.card.letter'

    # === JOB === #

    @api.model
    def _cron_send(self):
        """Send what is due. Restart-safe: a letter that was sent is not found again."""
        due = self._find_due()
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for letter in due:
            with guarded(letter.order_id, self.env._("A gift card could not be sent")):
                letter._send()
            if not self.env['ir.cron']._commit_progress(1):
                break  # out of time; the job is called again

    @api.model
    def _find_due(self):
        letters = self.search(
            [('state', '=', 'waiting'), ('send_at', '<=', fields.Datetime.now())],
            order='send_at, id',
        )
        return letters.filtered(lambda letter: letter._is_free() or letter._is_gone())[:BATCH]

    def _is_free(self):
        """Return whether nothing holds it: the order is paid, nobody looks at its words."""
        self.ensure_one()
        return (
            self.order_id.state == 'sale'
            and self.order_id._gift_are_cards_paid()
            and not self.line_id._gift_get_holding_cases()
        )

    def _is_gone(self):
        """Return whether there is nothing to send any more."""
        self.ensure_one()
        return self.order_id.state == 'cancel' or not self._get_cards()

    def _send(self):
        """Send the gift cards of the line, once. Idempotent; call it in sudo."""
        self.ensure_one()
        self._claim()
        if self.state != 'waiting':
            return
        if self._is_gone():
            self.state = 'void'
        else:
            self._post_mail()

    def _post_mail(self):
        """Put the mail into the queue and note that it has gone out. The row is claimed."""
        address = self._get_email()
        if not address:
            notify_staff(
                self.order_id,
                self.env._("A gift card could not be sent"),
                self.env._("The customer has no e-mail address. Enter one at the gift card."),
            )
            self.send_at = False  # asked for again by whoever enters the address
            return
        # The mail tells what its reader may see; the caller may be a printer or a customer.
        letter = self.with_user(self.env.ref('base.user_root')).sudo()
        letter = letter.with_context(lang=self.order_id.partner_id.lang or self.env.lang)
        files = self.env['gift.notice']._attach([(self._get_file_name(), letter._build_pdf())])
        self.env.ref(TEMPLATE).sudo().with_env(letter.env).send_mail(
            self.id,
            email_values={'attachment_ids': [Command.link(file.id) for file in files]},
        )
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()
        self.write(
            {
                'state': 'sent',
                'sent_date': fields.Datetime.now(),
                'sent_to': address,
                'times': self.times + 1,
            }
        )
        self.order_id._gift_tell_progress()

    def _send_again(self):
        """Send it once more, to the address that stands there now. Call it in sudo.

        :raise UserError: it has not gone out yet, is void, or went out too often.
        """
        self.ensure_one()
        self._claim()
        if self.state != 'sent' or self._is_gone():
            raise UserError(
                self.env._(
                    "Only a gift card that was sent and is still worth something goes again."
                )
            )
        if self.times >= RESENDS:
            raise UserError(
                self.env._("This gift card was sent %s times. Please write to us.", self.times)
            )
        self._post_mail()

    # === PAPER === #

    def _get_file_name(self):
        return f'{self.env._("Gift card")} {self.order_id.name}.pdf'

    def _build_pdf(self):
        """Return the gift cards as PDF bytes, a page each. Call it in sudo."""
        from odoo.addons.gift_personalization.engine.gift_card_sheet import gift_cards_pdf

        self.ensure_one()
        revision = self.line_id.gift_revision_id
        picture = revision._render_preview(PICTURE_PX) if revision else b''
        return gift_cards_pdf([self._prepare_page(card, picture) for card in self._get_cards()])

    def _prepare_page(self, card, picture):
        from odoo.addons.gift_personalization.engine.gift_card_sheet import GiftCardData

        jobs = self.env['gift.job']
        fonts = jobs._get_paper_fonts()
        recipient, giver = self._get_recipient(), self._get_giver()
        until = card.expiration_date
        return GiftCardData(
            title=self.env._("Gift card"),
            shop=self.company_id.name,
            amount=card.currency_id.format(card.points),
            code=card.code,
            recipient=self.env._("For %s", recipient) if recipient else '',
            giver=self.env._("From %s", giver) if giver else '',
            message=self.message or '',
            until=self.env._("Good until %s", format_date(self.env, until)) if until else '',
            how=self.env._(
                "Enter the code in the cart at %(shop)s. What you do not spend stays on the card;"
                " %(page)s shows how much is left.",
                shop=self.order_id.get_base_url(),
                page=f'{self.order_id.get_base_url()}/gift-card',
            ),
            footer=self.order_id._gift_get_receipt_footer(),
            picture=picture,
            shown=self.line_id._gift_get_picture_text(),
            book=self.env['gift.font'].sudo()._get_font_book(fonts),  # a part of the catalogue
            fonts=fonts,
            labels={'code': self.env._("Code"), 'picture': self.env._("Picture")},
            is_rtl=jobs._is_paper_rtl(),
            lang=jobs._get_paper_lang(),
        )
