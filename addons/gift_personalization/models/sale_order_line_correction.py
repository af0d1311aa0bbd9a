from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

EDIT_UNTIL = [
    ('off', "Not at all"),
    ('approval', "Until the proof is approved"),
    ('production', "Until production starts"),
]
EDIT_DEARER = [
    ('refuse', "Refuse a design that costs more"),
    ('line', "Add the difference to the order"),
]
DIFFERENCE_PRODUCT = 'gift_personalization.product_design_difference'


class SaleOrderLine(models.Model):
    """The customer corrects the design of a paid line until production claims the job.

    The price that was agreed stays: a cheaper design refunds nothing by itself, a dearer one is
    refused or makes a line with the difference, as the settings say.
    """

    _inherit = 'sale.order.line'

    gift_extra_agreed = fields.Float(
        string="Price of the design that was agreed",
        digits='Product Price',
        readonly=True,
        copy=False,
        help="Per unit; kept from the first correction on, so that no difference is charged twice.",
    )
    gift_was_corrected = fields.Boolean(string="Corrected by the customer", readonly=True)

    # === READING === #

    def _gift_get_correction_setting(self, name, default):
        parameters_sudo = self.env['ir.config_parameter'].sudo()  # visitors cannot read them
        return parameters_sudo.get_param(f'gift_personalization.{name}', default)

    def _gift_can_be_corrected(self):
        """Return whether the customer may still correct the design of the line."""
        self.ensure_one()
        return not self.sudo()._gift_get_correction_refusal()

    def _gift_get_correction_refusal(self):
        """Return why the design cannot be corrected, as a whole sentence, or an empty string."""
        self.ensure_one()
        until = self._gift_get_correction_setting('edit_until', 'production')
        proof, job = self._gift_get_open_proof(), self.gift_job_ids
        if self.order_id.state != 'sale' or not proof or not job:
            return self.env._("This gift is not being made, so there is nothing to correct.")
        if job._gift_is_claimed():
            return self.env._(
                "We have started to make this gift, so its design cannot be changed any more."
                " Write to us at once if something is wrong.",
            )
        approved = proof.state == 'approved' and proof.approval_kind != 'order'
        if until == 'off' or (until == 'approval' and approved):
            return self.env._(
                "This design can no longer be changed here. Please write to us if something is"
                " wrong.",
            )
        if self.gift_revision_id._has_artwork():
            return self.env._(
                "We have prepared the picture of this gift by hand. Please write to us what to"
                " change.",
            )
        if not self.product_id.website_published or not self.product_id.gift_template_id:
            return self.env._(
                "This product is no longer in our shop. Please write to us what to change.",
            )
        return ''

    def _gift_get_correction_url(self):
        """Return the product page with the line's design, for the holder of the order."""
        self.ensure_one()
        token = self.order_id._portal_ensure_token()
        return f"{self._gift_get_page_url('gift_correct')}&access_token={token}"

    # === CORRECTION === #

    def _gift_correct(self, design, *, author):
        """Give a paid line the corrected design; makes a new version of its proof.

        Safe beside production: the proof and the job are locked and written, so of a correction
        and a claim at the same time the second one is run again and sees the first.

        :param design: workspace (sudo) of the line's product that holds the corrected values.
        :param author: res.partner who corrects.
        :return: the proof of the new version; the current one when nothing was changed.
        :raise UserError: when it is too late, the design has an error, or it costs more and the
            shop's rule says no.
        """
        self.ensure_one()
        self.order_id._gift_lock_rows()
        proof, job = self._gift_get_open_proof(), self.gift_job_ids
        proof._gift_lock()
        job._gift_lock()
        refusal = self._gift_get_correction_refusal()
        if refusal:
            raise UserError(refusal)
        if design.product_id != self.product_id:
            raise UserError(
                self.env._(
                    "The variant of a paid gift cannot be changed here. Please write to us.",
                )
            )
        before, revision = self.gift_revision_id, design._freeze()
        if revision == before:
            return proof
        difference = self._gift_charge_difference(before, revision)
        return self._gift_replace_corrected(proof, design, revision, difference, author)

    def _gift_replace_corrected(self, proof, design, revision, difference, author):
        before = self._gift_get_texts()
        self.write({'gift_design_id': design.id, 'gift_was_corrected': True})
        new = proof._supersede_with(
            revision,
            policy=self.product_template_id._gift_get_proof_policy(revision.template_id),
        )
        self._gift_log_correction(new, before, difference, author)
        return new

    # === PRICE === #

    def _gift_charge_difference(self, before, revision):
        """Apply the shop's rule to a design that costs more than what was agreed.

        :return: the difference per unit that was added to the order, in its currency.
        :raise UserError: when the rule refuses dearer designs.
        """
        agreed = (
            self.gift_extra_agreed if self.gift_was_corrected else self._gift_convert_extra(before)
        )
        wanted = self._gift_convert_extra(revision)
        difference = self.currency_id.round(wanted - agreed)
        if difference > 0 and self._gift_get_correction_setting('edit_dearer', 'refuse') != 'line':
            raise UserError(
                self.env._(
                    "This design costs %(difference)s more for each piece than the one you paid."
                    " Please leave something out, or write to us.",
                    difference=formatLang(self.env, difference, currency_obj=self.currency_id),
                )
            )
        self.gift_extra_agreed = max(agreed, wanted)
        if difference <= 0:
            return 0.0
        self.order_id._gift_hold_for_difference()
        self._gift_add_difference_line(difference)
        return difference

    def _gift_convert_extra(self, revision):
        """Return the price of a design per unit of the line, in the order's currency."""
        extra = self.product_id.uom_id._compute_price(
            revision.sudo()._gift_get_price_extra(),
            self.product_uom_id,
        )
        return self._convert_to_sol_currency(extra, self.product_id.currency_id)

    def _gift_add_difference_line(self, difference):
        product = self.env.ref(DIFFERENCE_PRODUCT)
        return self.create(
            {
                'order_id': self.order_id.id,
                'product_id': product.id,
                'name': self.env._("Correction of your design: %s", self.product_id.display_name),
                'product_uom_qty': self.product_uom_qty,
                'price_unit': difference,
                'tax_ids': [(6, 0, self.tax_ids.ids)],
                'sequence': self.sequence,
                'gift_difference_of_id': self.id,
            }
        )

    # === AUDIT === #

    def _gift_log_correction(self, proof, before, difference, author):
        """Tell the order and the job's append-only log who changed what, and what it costs."""
        note = self.env._(
            "%(who)s corrected the design of %(product)s (version %(number)s).\n"
            "Before: %(before)s\nNow: %(now)s\n%(price)s",
            who=author.name,
            product=self.product_id.display_name,
            number=proof.number,
            before='; '.join(before),
            now='; '.join(self._gift_get_texts()),
            price=self._gift_get_difference_note(difference),
        )
        self.order_id._gift_post_note(note, author)
        self.gift_job_ids._log_event(
            'proof',
            self.env._(
                "%(who)s corrected the design after the payment: proof %(number)s.",
                who=author.name,
                number=proof.number,
            ),
        )

    def _gift_get_difference_note(self, difference):
        if not difference:
            return self.env._("The price stays as it was agreed.")
        return self.env._(
            "%(amount)s per piece were added to the order. Production waits until they are paid.",
            amount=formatLang(self.env, difference, currency_obj=self.currency_id),
        )
