import io

from odoo import fields, models

MAX_TEXT = 18_000  # Stripe takes 150,000 characters of evidence in all, 20,000 in one text


class GiftDispute(models.Model):
    """What we can prove: what the customer approved, when and from where, and that it was sent."""

    _inherit = 'gift.dispute'

    evidence_text = fields.Text(
        string="What we can prove", compute='_compute_evidence_text', compute_sudo=True
    )

    def _compute_evidence_text(self):
        for dispute in self:
            dispute.evidence_text = dispute._build_evidence_text()

    def _get_approved_proofs(self):
        return self.order_id.gift_proof_ids.filtered(lambda proof: proof.state == 'approved')

    def _build_evidence_text(self):
        parts = [self._build_approval_text(proof) for proof in self._get_approved_proofs()]
        parts += [self._build_parcel_text(picking) for picking in self._get_sent_parcels()]
        return '\n\n'.join(parts)[:MAX_TEXT]

    def _build_approval_text(self, proof):
        return self.env._(
            "%(product)s, made to the customer's order with these texts: %(texts)s\n"
            "Approved by %(name)s on %(date)s UTC from %(ip)s, in these words: %(wording)s\n"
            "SHA-256 of the approved design, which the print file carries too: %(hash)s",
            product=proof.sale_line_id.product_id.display_name,
            texts=self._build_texts(proof.revision_id),
            name=proof.approved_name or '-',
            date=fields.Datetime.to_string(proof.approved_date),
            ip=proof.approved_ip or '-',
            wording=proof.approved_wording or '-',
            hash=proof.approved_hash,
        )

    def _build_texts(self, revision):
        entries = revision._get_text_summary()
        return ' / '.join(f'{label}: {text}' for label, text in entries) or '-'

    def _get_sent_parcels(self):
        return self.order_id.picking_ids.filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_code != 'incoming'
        )

    def _build_parcel_text(self, picking):
        return self.env._(
            "Sent on %(date)s with %(carrier)s, tracking number %(number)s, to %(address)s",
            date=fields.Date.to_string(picking.date_done),
            carrier=picking.carrier_id.name or '-',
            number=picking.carrier_tracking_ref or '-',
            address=', '.join((picking.partner_id.contact_address or '').split('\n')),
        )

    def _prepare_evidence(self, client):
        """Return the evidence (dict of Stripe's fields); the picture of the proof is uploaded."""
        order = self.order_id
        parcel = self._get_sent_parcels()[:1]
        proof = self._get_approved_proofs()[:1]
        evidence = {
            'customer_name': order.partner_id.name,
            'customer_email_address': order.partner_id.email,
            'customer_purchase_ip': proof.approved_ip,
            'product_description': '\n'.join(order.order_line.mapped('name'))[:MAX_TEXT],
            'shipping_tracking_number': parcel.carrier_tracking_ref,
            'shipping_carrier': parcel.carrier_id.name,
            'shipping_date': parcel.date_done and fields.Date.to_string(parcel.date_done),
            'shipping_address': parcel.partner_id.contact_address,
            'uncategorized_text': self._build_evidence_text(),
        }
        if proof:
            evidence['uncategorized_file'] = self._upload_picture(client, proof)
        return {name: value for name, value in evidence.items() if value}

    def _upload_picture(self, client, proof):
        picture = io.BytesIO(proof.revision_id._get_preview())
        picture.name = f'{proof.approved_hash[:12]}.jpg'
        uploaded = client.v1.files.create(
            {'purpose': 'dispute_evidence', 'file': picture},
            {'idempotency_key': f'picture-{self.name}'},
        )
        return uploaded.id
