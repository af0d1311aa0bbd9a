from odoo.tests import BaseCase, tagged

from odoo.addons.gift_law.models.html_text import html_to_rows, rows_to_blocks


@tagged('post_install', '-at_install')
class TestHtmlText(BaseCase):
    def test_each_paragraph_heading_and_point_is_a_row(self):
        markup = (
            "<div><h1>Terms</h1><h2>Who</h2><p>You buy\n from <b>Keepsmith</b> &amp; co.</p>"
            "<ul><li>One</li><li><p>Two</p></li></ul>End<br/>Last</div>"
        )

        rows = html_to_rows(markup)

        self.assertEqual(
            rows,
            [
                '= Terms',
                '# Who',
                'You buy from Keepsmith & co.',
                '- One',
                '- Two',
                'End',
                'Last',
            ],
        )

    def test_scripts_and_comments_are_no_text(self):
        rows = html_to_rows("<p>a<!-- b --></p><script>alert(1)</script><style>p{}</style>")

        self.assertEqual(rows, ['a'])

    def test_nothing_is_no_rows(self):
        self.assertEqual([html_to_rows(v) for v in ('', None, False, ' ', '<p><br></p>')], [[]] * 5)

    def test_rows_become_the_blocks_of_a_leaflet(self):
        self.assertEqual(
            rows_to_blocks(['= A', '# B', 'c', '- d', ' ']),
            (('title', 'A'), ('heading', 'B'), ('text', 'c'), ('item', 'd')),
        )
