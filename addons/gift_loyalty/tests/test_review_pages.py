import json
import re

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.gift_personalization.tests.common import make_picture

from .review_common import ReviewCommon


@tagged('post_install', '-at_install')
class TestReviewPages(ReviewCommon, HttpCase):
    """The page of the mail's link, the list of an account, and what the product page shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.line._gift_get_review_url()
        cls.plain_product.is_published = True

    def setUp(self):
        super().setUp()
        self.env['gift.rate.limit'].search([]).unlink()

    def _send(self, url='', files=None, **values):
        page = self.url_open(self.url)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        data = {'csrf_token': token, 'stars': '4', 'author_name': "Emma", 'body': "Good", **values}
        return self.url_open(url or self.url, data=data, files=files)

    # === WRITING === #

    def test_opening_the_link_changes_nothing(self):
        page = self.url_open(self.url)

        self.assertEqual(page.status_code, 200)
        self.assertIn("How do you like it?", page.text)
        self.assertIn('value="Emma F."', page.text)
        self.assertFalse(self.line._gift_get_review())

    def test_a_guest_reviews_by_the_link_with_a_photo(self):
        photo = ('photos', ('p.png', make_picture(640, 480), 'image/png'))

        page = self._send(files=[photo], photos_ok='1')

        self.assertIn("Thank you! Your review is published.", page.text)
        self.assertIn("Your photo follows", page.text)
        review = self.line._gift_get_review()
        self.assertRecordValues(review, [{'stars': 4, 'body': "Good", 'waiting_photo_count': 1}])
        photo_url = review.photo_ids.url
        self.assertEqual(self.url_open(photo_url).status_code, 404)
        line, token = self.url.split('/')[-2:]
        own = self.url_open(f'{photo_url}?line={line}&token={token}')
        self.assertEqual(
            (own.status_code, own.headers['Cache-Control']), (200, 'private, no-store')
        )

        review.photo_ids.with_user(self.users['staff']).action_show()

        shown = self.url_open(f'{photo_url}?size=small')
        self.assertEqual(shown.headers['Content-Type'], 'image/jpeg')

    def test_a_photo_without_a_tick_and_a_file_that_is_none_are_told(self):
        photo = ('photos', ('p.png', make_picture(640, 480), 'image/png'))
        page = self._send(files=[photo])
        self.assertEqual(page.status_code, 409)
        self.assertIn("tick that the photos are yours", page.text)
        self.assertIn(">Good</textarea>", page.text)

        page = self._send(files=[('photos', ('p.png', b'<svg/>', 'image/png'))], photos_ok='1')
        self.assertEqual(page.status_code, 409)
        self.assertFalse(self.line._gift_get_review())

    def test_odd_input_is_answered_in_words(self):
        for values in (
            {'stars': 'NaN'},
            {'stars': '-1'},
            {'author_name': ''},
            {'body': 'x' * 9999},
        ):
            with self.subTest(values):
                page = self._send(**values)
                self.assertEqual(page.status_code, 409)
                self.assertIn("Please", page.text)
        self.assertFalse(self.line._gift_get_review())

    def test_the_author_changes_and_deletes_it(self):
        self._send()
        self._send(stars='1', body="Broke <script>")
        review = self.line._gift_get_review()
        self.assertEqual((review.stars, review.body), (1, "Broke <script>"))

        page = self._send(f'{self.url}/withdraw')

        self.assertIn("Your review is deleted", page.text)
        self.assertEqual(review.state, 'withdrawn')

    def test_a_link_that_opens_nothing_is_gone(self):
        other = self._create_arrived(self._create_buyer())
        token = self.url.rsplit('/', 1)[1]
        for url in (
            f'{self.url}0',
            self.url[:-1],
            f'/gift/review/{other.id}/{token}',
            '/gift/review/1/x',
        ):
            with self.subTest(url):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_an_account_lists_what_it_got(self):
        user = new_test_user(self.env, 'lena@example.com', groups='base.group_portal')
        line = self._create_arrived(user.partner_id)
        self.authenticate('lena@example.com', 'lena@example.com')

        page = self.url_open('/my/reviews')

        self.assertIn(line._gift_get_review_url(), page.text)
        self.assertNotIn(self.url, page.text)
        self.assertIn("15 points", page.text)

    # === READING === #

    def test_the_product_page_tells_search_engines_only_of_reviews_there_are(self):
        self.assertNotIn('aggregateRating', self.url_open(self.reviewed.website_url).text)
        self._review(body="</script><b>Fine</b>", stars=5)
        self._review(self._create_arrived(self._create_buyer()), stars=2)

        page = self.url_open(self.reviewed.website_url)

        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
        product = next(
            entry for text in found for entry in self._flat(json.loads(text))
            if entry['@type'] == 'Product'
        )  # fmt: skip
        self.assertEqual(product['aggregateRating'], {
            '@type': 'AggregateRating', 'ratingValue': 3.5, 'reviewCount': 2,
            'bestRating': 5, 'worstRating': 1,
        })  # fmt: skip
        self.assertEqual(
            sorted(review['reviewRating']['ratingValue'] for review in product['review']), [2, 5]
        )
        for review in product['review']:
            self.assertTrue(review['author']['name'])
            self.assertRegex(review['datePublished'], r'^\d{4}-\d\d-\d\d$')
        self.assertIn('id="gift_reviews"', page.text)

    def _flat(self, data):
        return data if isinstance(data, list) else [data]

    def test_the_list_is_paged_and_escaped_and_never_sorted_by_stars(self):
        self._review(body="<img src=x onerror=alert(1)>")
        for number in range(6):
            line = self._create_arrived(self._create_buyer(email=f'{number}@example.com'))
            self._review(line, stars=number % 5 + 1, body=f"Text {number}")

        first = self.url_open(f'/gift/reviews/{self.reviewed.id}?part=1').text
        second = self.url_open(f'/gift/reviews/{self.reviewed.id}?part=1&page=2').text

        self.assertEqual(re.findall(r'Text (\d)', first), ['5', '4', '3', '2', '1'])
        self.assertIn("Text 0", second)
        self.assertIn("&lt;img src=x", second)
        by_stars = self.url_open(f'/gift/reviews/{self.reviewed.id}?part=1&order=stars').text
        self.assertEqual(re.findall(r'Text (\d)', by_stars), ['5', '4', '3', '2', '1'])
        self.assertNotIn('<html', first)

    def test_pages_that_are_none_and_products_that_are_hidden(self):
        for page in ('0', '-1', '9' * 12, 'x', '99'):
            with self.subTest(page):
                url = f'/gift/reviews/{self.reviewed.id}?page={page}'
                self.assertEqual(self.url_open(url).status_code, 200)
        self.reviewed.is_published = False

        self.assertEqual(self.url_open(f'/gift/reviews/{self.reviewed.id}').status_code, 404)
        self.assertEqual(self.url_open('/gift/reviews/99999999999').status_code, 404)

    def test_one_person_finds_a_review_helpful_once_and_not_the_own_one(self):
        review = self._review()
        self.url_open('/')

        for _time in range(3):
            answer = self.make_jsonrpc_request('/gift/review/helpful', {'review_id': review.id})
            self.assertEqual(answer, {'count': 1})
        user = new_test_user(self.env, 'own@example.com', groups='base.group_portal')
        own = self._review(self._create_arrived(user.partner_id))
        self.authenticate('own@example.com', 'own@example.com')
        self.assertEqual(
            self.make_jsonrpc_request('/gift/review/helpful', {'review_id': review.id}),
            {'count': 2},
        )
        answer = self.make_jsonrpc_request('/gift/review/helpful', {'review_id': own.id})
        self.assertIn("your own", answer['error'])
        self.assertEqual((review.helpful_count, own.helpful_count), (2, 0))

    def test_odd_votes_are_answered(self):
        held = self._review(body="www.spam.example")
        for review_id in (held.id, 0, -1, 'x', None, [1], {'a': 1}, 10**30):
            with self.subTest(review_id=review_id):
                answer = self.make_jsonrpc_request('/gift/review/helpful', {'review_id': review_id})
                self.assertIn("not shown", answer['error'])

    def test_visitors_cannot_post_comments_with_stars(self):
        self.url_open('/')
        before = self.env['mail.message'].search_count([])
        for model, record in (
            ('product.template', self.reviewed), ('product.product', self.plain_product)
        ):  # fmt: skip
            answer = self.url_open(
                '/mail/message/post',
                data=json.dumps({'params': {
                    'thread_model': model, 'thread_id': record.id,
                    'post_data': {'body': "Bad", 'rating_value': 1, 'message_type': 'comment'},
                }}),
                headers={'Content-Type': 'application/json'},
            )  # fmt: skip
            self.assertIn('error', answer.json())
        self.assertEqual(self.env['mail.message'].search_count([]), before)

    def test_more_reviews_cost_the_pages_no_more_queries(self):
        self._review()

        def count(url):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open(url)
            return self.env.cr.sql_log_count - before

        urls = (self.reviewed.website_url, f'/gift/reviews/{self.reviewed.id}?part=1')
        for url in urls:
            count(url)
        few = {url: count(url) for url in urls}
        for number in range(4):
            line = self._create_arrived(self._create_buyer(email=f'{number}@example.com'))
            self._review(line, photos=self._create_photo(640, 480, color=(number, 9, 9)))
        for url in urls:
            count(url)

        for url in urls:
            with self.subTest(url):
                self.assertLessEqual(count(url), few[url] + 2)
