import hashlib
import io

from odoo import fields, models

MAX_TEXT = 18_000  # Stripe takes 150,000 characters of evidence in all, 20,000 in one text
MAX_FILES = 4_500_000  # bytes of all files of a dispute


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
        """Return the evidence (dict of Stripe's fields).

        The first proof's picture and the receipt, which shows all gifts, are uploaded. Several
        numbers and methods are separated by commas, as Stripe asks for.
        """
        order, parcels = self.order_id, self._get_sent_parcels()
        parcel = parcels[:1]
        numbers = [picking.carrier_tracking_ref for picking in parcels]
        proof = self._get_approved_proofs()[:1]
        evidence = {
            'customer_name': order.partner_id.name,
            'customer_email_address': order.partner_id.email,
            'customer_purchase_ip': proof.approved_ip,
            'product_description': '\n'.join(order.order_line.mapped('name'))[:MAX_TEXT],
            'shipping_tracking_number': ', '.join(filter(None, numbers)),
            'shipping_carrier': ', '.join(dict.fromkeys(parcels.carrier_id.mapped('name'))),
            'shipping_date': parcel.date_done and fields.Date.to_string(parcel.date_done),
            'shipping_address': parcel.partner_id.contact_address,
            'uncategorized_text': self._build_evidence_text(),
        }
        evidence.update(self._upload_files(client, order, proof))
        return {name: value for name, value in evidence.items() if value}

    def _upload_files(self, client, order, proof):
        """Return the ids at Stripe of what fits: the proof's picture first, then the receipt."""
        files = {}
        if proof:
            picture = proof.revision_id._get_preview()
            files['uncategorized_file'] = (f'{proof.approved_hash[:12]}.jpg', picture)
        if order:
            files['receipt'] = (f'{order.name}.pdf', order._gift_build_receipt())
        found, room = {}, MAX_FILES
        for field, (name, data) in files.items():
            if len(data) <= room:
                found[field] = self._upload(client, name, data)
                room -= len(data)
        return found

    def _upload(self, client, name, data):
        """Return the id of a file at Stripe, which is the same for the same bytes."""
        file = io.BytesIO(data)
        file.name = name
        digest = hashlib.sha256(data).hexdigest()
        uploaded = client.v1.files.create(
            {'purpose': 'dispute_evidence', 'file': file},
            {'idempotency_key': f'evidence-{self.name}-{digest[:16]}'},
        )
        return uploaded.id
