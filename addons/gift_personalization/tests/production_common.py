"""Orders of gifts at every point of their way through the workshop."""

from odoo.fields import Command

from .common import GiftCommon


class ProductionCommon(GiftCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain_product = cls._create_product(name="Plain card", is_storable=False)
        cls.staff_env = cls.env(user=cls.users['staff'])
        cls.production_env = cls.env(user=cls.users['production'])

    @classmethod
    def _create_gift_order(cls, *texts, quantity=1, plain=0, confirm=True, product=None):
        """Create an order with one personalised line per text and ``plain`` other pieces."""
        product = product or cls.gift_product
        lines = [
            Command.create(
                {
                    'product_id': product.id,
                    'product_uom_qty': quantity,
                    'gift_revision_id': cls._create_revision(product, {'name': {'text': text}}).id,
                }
            )
            for text in texts or ("Anna",)
        ]
        if plain:
            lines.append(
                Command.create({'product_id': cls.plain_product.id, 'product_uom_qty': plain})
            )
        order = cls.env['sale.order'].create({'partner_id': cls.partner.id, 'order_line': lines})
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _create_job(cls, text="Anna", **kwargs):
        return cls._create_gift_order(text, **kwargs).gift_job_ids

    @classmethod
    def _get_proof(cls, job):
        return job.sale_line_id.gift_proof_ids.sorted('number')[-1:]

    @classmethod
    def _approve(cls, jobs):
        """Approve the newest proofs as the customer does."""
        for job in jobs:
            proof = cls._get_proof(job)
            proof._approve(
                expected_hash=proof.revision_id.hash,
                partner=cls.partner,
                name=cls.partner.name,
                spelling_checked=True,
            )

    @classmethod
    def _make_ready(cls, jobs):
        cls._approve(jobs)
        for job in jobs:
            job._write_print_files()

    @classmethod
    def _pack(cls, jobs):
        """Bring jobs from “to proof” to “packed”."""
        cls._make_ready(jobs)
        jobs.action_start()
        jobs.action_made()
        jobs.action_packed()

    def _scan(self, code, role='production', **kwargs):
        """Scan as a user of that role; pretends that the last scan is long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_job_event SET date = date - interval '1 minute' WHERE kind = 'scan'",
        )
        self.env['gift.job.event'].invalidate_model(['date'])
        return self._scan_again(code, role, **kwargs)

    def _scan_again(self, code, role='production', **kwargs):
        jobs = self.env['gift.job'].with_user(self.users[role])
        return jobs.action_scan(code, **kwargs)
