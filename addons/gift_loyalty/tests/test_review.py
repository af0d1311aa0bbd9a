from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .review_common import ReviewCommon


@tagged('post_install', '-at_install')
class TestReview(ReviewCommon):
    """Who may say something about a product, and what becomes of it."""

    def test_clean_words_are_published_at_once_whatever_the_stars(self):
        for stars in range(1, 6):
            with self.subTest(stars=stars):
                review = self._review(stars=stars)
                self.assertEqual((review.state, review.stars), ('published', stars))
                self.assertFalse(review.finding)

    def test_listed_words_wait_whatever_the_stars(self):
        self.env['gift.moderation.word'].create({'pattern': 'zonkface', 'severity': 'block'})
        for stars in (1, 5):
            with self.subTest(stars=stars):
                review = self._review(
                    self._create_arrived(self._create_buyer(email=f'{stars}@example.com')),
                    stars=stars, body="You z0nkface!",
                )  # fmt: skip
                self.assertEqual(review.state, 'waiting')
                self.assertIn("z0nkface", review.finding)
                self.assertFalse(review.published_date)

    def test_addresses_wait(self):
        for number, body in enumerate(
            ("see https://spam.example", "www.spam.example", "cheap.shop is better", "a@b.example")
        ):
            with self.subTest(body):
                line = self._create_arrived(self._create_buyer(email=f'{number}@example.com'))
                self.assertEqual(self._review(line, body=body).state, 'waiting')

    def test_a_product_is_reviewed_once_by_a_buyer_also_after_a_second_order(self):
        first = self._review()

        again = self._review(self._create_arrived(), stars=1, body="Broke.")

        self.assertEqual(again, first)
        self.assertEqual((again.stars, again.body), (1, "Broke."))
        self.assertTrue(again.edited_date)
        self.assertEqual(self.reviewed.gift_review_count, 1)

    def test_a_guest_with_the_same_mail_address_is_the_same_buyer(self):
        first = self._review()
        guest = self._create_buyer("E. Fischer", 'EMMA.F@example.com')

        self.assertEqual(self._review(self._create_arrived(guest)), first)

    def test_what_has_not_arrived_is_not_reviewed(self):
        order = self._create_order(quantity=1)
        line = order.order_line[:1]
        with self.assertRaisesRegex(UserError, "has not arrived yet"):
            self._review(line)

        self._deliver(order)
        with self.assertRaisesRegex(UserError, "has not arrived yet"):
            self._review(line)
        self.assertFalse(self.env['gift.review'].search([('sale_line_id', '=', line.id)]))

        order.picking_ids.date_done = fields.Datetime.now() - timedelta(days=11)
        self.assertEqual(self._review(line).state, 'published')

    def test_what_is_missing_is_asked_for(self):
        for values, sentence in (
            ({'stars': 0}, "between one and five"),
            ({'stars': 6}, "between one and five"),
            ({'stars': 4.5}, "between one and five"),
            ({'author_name': " \0 "}, "enter the name"),
            ({'body': "x" * 2001}, "at most 2000"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, sentence):
                self._review(**values)
        self.assertFalse(self.line._gift_get_review())

    def test_the_average_stands_on_the_product(self):
        self._review(stars=5)
        self._review(self._create_arrived(self._create_buyer()), stars=2)
        self.assertEqual((self.reviewed.gift_review_count, self.reviewed.gift_review_avg), (2, 3.5))
        self.assertEqual((self.reviewed.rating_count, self.reviewed.rating_avg), (2, 3.5))

        self.line._gift_get_review()._withdraw()

        self.assertEqual((self.reviewed.gift_review_count, self.reviewed.gift_review_avg), (1, 2.0))

    def test_a_withdrawn_review_loses_its_words_and_photos_and_can_be_written_again(self):
        review = self._review(photos=self._create_photo())

        review._withdraw()

        self.assertEqual(review.state, 'withdrawn')
        self.assertFalse(review.body or review.author_name or review.photo_ids)
        self.assertEqual(self._review(body="After all").state, 'published')

    def test_new_words_are_looked_at_again_and_new_stars_alone_are_not(self):
        review = self._review(body="see www.spam.example")
        review._approve()

        self._review(body="see www.spam.example", stars=1)
        self.assertEqual(review.state, 'published')

        self._review(body="see www.other.example")
        self.assertEqual(review.state, 'waiting')
        self.assertEqual(self.reviewed.gift_review_count, 0)

    def test_every_rating_gets_the_same_points_once(self):
        for stars in (1, 5):
            with self.subTest(stars=stars):
                user = new_test_user(self.env, f'u{stars}@example.com', groups='base.group_portal')
                review = self._review(self._create_arrived(user.partner_id), stars=stars)
                self._review(review.sale_line_id, stars=6 - stars)
                self.assertEqual(review.points_given, 15)
                wallet = self._get_wallet(user.partner_id)
                bonus = wallet.move_ids.filtered(lambda move: move.kind == 'bonus')
                self.assertRecordValues(bonus, [{'points': 15, 'key': f'review:{review.id}'}])

    def test_a_guest_gets_no_points_and_a_held_review_none_yet(self):
        self.assertEqual(self._review().points_given, 0)
        user = new_test_user(self.env, 'held@example.com', groups='base.group_portal')
        review = self._review(self._create_arrived(user.partner_id), body="www.spam.example")
        self.assertEqual(review.points_given, 0)

        review._approve()
        review._approve()

        self.assertEqual(review.points_given, 15)

    def test_who_deletes_the_account_takes_the_reviews_along(self):
        user = new_test_user(self.env, 'gone@example.com', groups='base.group_portal')
        review = self._review(self._create_arrived(user.partner_id))

        user._deactivate_portal_user()

        self.assertEqual(review.state, 'withdrawn')
        self.assertFalse(review.partner_id or review.body)
        self.assertEqual(self.reviewed.gift_review_count, 0)

    def test_rejected_words_are_deleted_after_half_a_year(self):
        review = self._review(body="www.spam.example")
        review._reject('advertising', "")
        self.env['gift.review']._gc_rejected()
        self.assertTrue(review.body)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_review SET write_date = write_date - interval '181 days' WHERE id = %s",
            [review.id],
        )
        review.invalidate_recordset()

        self.env['gift.review']._gc_rejected()

        self.assertEqual((review.state, review.body), ('withdrawn', False))


@tagged('post_install', '-at_install')
class TestReviewable(ReviewCommon):
    """Whose buyers can be asked for a review."""

    def _find(self, days=5, **kwargs):
        now = fields.Datetime.now()
        return self.env['sale.order.line']._gift_find_reviewable(
            now - timedelta(days=days), now, **kwargs
        )

    def test_lines_that_arrived_in_the_period_are_found(self):
        old = self._create_arrived(self._create_buyer(), days=9)

        self.assertIn(self.line, self._find())
        self.assertNotIn(old, self._find())
        self.assertIn(old, self._find(days=10))

    def test_each_product_and_buyer_is_found_once_and_not_after_the_review(self):
        second = self._create_arrived()
        self.assertEqual(self._find() & (self.line | second), self.line)

        self._review(second)

        self.assertFalse(self._find() & (self.line | second))

    def test_what_was_sent_back_or_is_on_its_way_is_not_found(self):
        order = self._create_order(quantity=2, partner=self._create_buyer())
        self._deliver(order)
        self.assertNotIn(order.order_line[:1], self._find())

        self.line.qty_delivered = 0

        self.assertNotIn(self.line, self._find())

    def test_an_open_complaint_is_answered_first(self):
        self.env['gift.order.request'].create(
            {'order_id': self.line.order_id.id, 'kind': 'complaint', 'reason': "Broken"}
        )

        self.assertNotIn(self.line, self._find())

    def test_more_lines_cost_no_more_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find()
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(6):
            self._create_arrived(self._create_buyer(email=f'{number}@example.com'))
        self.env.flush_all()

        self.assertLessEqual(count(), few)


@tagged('post_install', '-at_install')
class TestReviewStaff(ReviewCommon):
    """What staff decide and answer."""

    def _decide(self, review, decision, role='staff', **values):
        wizard = self.env['gift.review.answer'].with_user(self.users[role]).create(
            {'review_id': review.id, 'decision': decision, **values}
        )  # fmt: skip
        return wizard.action_apply()

    def _get_mails(self, review):
        return self.env['mail.mail'].search(
            [('model', '=', 'gift.review'), ('res_id', '=', review.id)], order='id'
        )

    def test_a_review_against_the_rules_is_told_with_the_rule_once(self):
        review = self._review(body="www.spam.example")

        self._decide(review, 'reject', reason='advertising', text="Please without the link.")
        self._decide(review, 'reject', reason='advertising', text="Please without the link.")

        self.assertEqual((review.state, review.reason), ('rejected', 'advertising'))
        self.assertEqual(review.decided_by_id, self.users['staff'])
        mail = self._get_mails(review)
        self.assertEqual(len(mail), 1)
        self.assertIn("Advertising or links", mail.body_html)
        self.assertIn(review.sale_line_id._gift_get_review_url(), mail.body_html)

    def test_a_rejection_needs_a_rule(self):
        review = self._review(body="www.spam.example")

        with self.assertRaisesRegex(UserError, "choose the rule"):
            self._decide(review, 'reject')

        self.assertEqual(review.state, 'waiting')

    def test_the_shop_answers_below_the_review(self):
        review = self._review(stars=2)

        self._decide(review, 'reply', text="We are sorry!")

        self.assertEqual(review.reply, "We are sorry!")
        self.assertIn("We are sorry!", self._get_mails(review).body_html)

    def test_only_published_reviews_are_answered(self):
        review = self._review(body="www.spam.example")

        with self.assertRaisesRegex(UserError, "Publish it first"):
            self._decide(review, 'reply', text="Hm")

    def test_photos_are_shown_after_somebody_has_looked(self):
        review = self._review(photos=self._create_photo(640, 480))
        self.assertEqual((review.state, review.waiting_photo_count), ('published', 1))
        self.assertFalse(review._get_shown_photos())

        review.photo_ids.with_user(self.users['staff']).action_show()

        self.assertEqual(review._get_shown_photos(), review.photo_ids)
        self.assertEqual(review.waiting_photo_count, 0)

    def test_photos_of_a_review_that_is_not_published_are_not_shown(self):
        review = self._review(photos=self._create_photo(640, 480))
        review.photo_ids.with_user(self.users['staff']).action_show()

        review._reject('photo', "")

        self.assertFalse(review._get_shown_photos())
