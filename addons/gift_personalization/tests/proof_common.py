from odoo.fields import Command

from .common import GiftCommon


class ProofCommon(GiftCommon):
    """Confirmed orders with personalised lines, without the shop around them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env['res.partner'].create(
            {
                'name': "Anna Berg",
                'email': 'anna@example.com',
                'lang': 'en_US',
            }
        )

    @classmethod
    def _create_order(cls, *texts, partner=None, quantity=1, product=None, confirm=True):
        """Create an order with one personalised line per text (one line “Anna” by default)."""
        product = product or cls.gift_product
        order = cls.env['sale.order'].create(
            {
                'partner_id': (partner or cls.customer).id,
                'website_id': cls.website.id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            'gift_revision_id': cls._create_revision(
                                product, {'name': {'text': text}}
                            ).id,
                        }
                    )
                    for text in texts or ("Anna",)
                ],
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _create_proof(cls, *texts, policy='customer', **kwargs):
        """Create a confirmed order and return its (first) proof."""
        cls.gift_template.proof_policy = policy
        return cls._create_order(*texts, **kwargs).gift_proof_ids.sorted('id')[0]

    @classmethod
    def _approve(cls, proof, **values):
        """Approve a proof as its customer would."""
        proof._approve(
            **{
                'expected_hash': proof.revision_hash,
                'partner': proof.partner_id,
                'name': "Anna Berg",
                'ip': '192.0.2.7',
                'user_agent': "Test browser",
                'spelling_checked': True,
                **values,
            }
        )

    @classmethod
    def _correct(cls, proof, text, **values):
        """Correct the name of a proof's design as staff; return the new proof."""
        wizard = (
            cls.env['gift.design.change']
            .with_user(cls.users['staff'])
            .with_context(
                default_proof_id=proof.id,
            )
            .create({'answer': values.get('answer', False)})
        )
        wizard.line_ids.filtered(lambda line: line.zone_key == 'name').text = text
        return cls.env['gift.proof'].browse(wizard.action_apply()['res_id'])

    def _get_mails(self, records, subject_part=''):
        """Return the mails about the records that wait in the queue or were sent."""
        return self.env['mail.mail'].search(
            [
                ('model', '=', records._name),
                ('res_id', 'in', records.ids),
                ('subject', 'ilike', subject_part),
            ],
            order='id',
        )
