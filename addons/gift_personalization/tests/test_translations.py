from odoo.tests import HttpCase, tagged


@tagged('post_install', '-at_install')
class TestTranslations(HttpCase):
    """The scripts of the shop's pages speak the customer's language."""

    def test_the_texts_of_the_designer_arrive_in_the_language_of_the_page(self):
        for lang, text in (
            ('de_DE', "Ihr Foto wird noch hochgeladen. Bitte warten Sie einen Moment."),
            ('ar_001', "ما زالت صورتك قيد الرفع. يرجى الانتظار قليلًا."),
        ):
            with self.subTest(lang=lang):
                self.env['res.lang']._activate_lang(lang)

                answer = self.url_open(f'/website/translations?lang={lang}').json()

                messages = {
                    message['id']: message['string']
                    for message in answer['modules']['gift_personalization']['messages']
                }
                term = "Your photo is still being uploaded. Please wait a moment."
                self.assertEqual(messages[term], text)
