from odoo.tests import BaseCase, tagged

from ..engine.shortage import Figures, Rule, assess, get_cover, to_order

LEFT_5 = Rule('threshold', quantity=5, order_days=10)
COVER_14 = Rule('cover', cover_days=14, order_days=30)
FORECAST_0 = Rule('forecast', quantity=1, order_days=10)


@tagged('post_install', '-at_install')
class TestShortage(BaseCase):
    """What rules say, in numbers alone."""

    def _assess(self, rule, use=0.0, lead=0, **figures):
        return assess(rule, Figures(**figures), use, lead)

    def test_a_threshold_counts_what_can_be_sold(self):
        self.assertIsNone(self._assess(LEFT_5, on_hand=6))
        self.assertEqual(self._assess(LEFT_5, on_hand=5).level, 'low')
        self.assertEqual(self._assess(LEFT_5, on_hand=9, reserved=2, held=3).level, 'low')
        self.assertEqual(self._assess(LEFT_5, on_hand=9, reserved=5, held=4).level, 'out')

    def test_cover_is_free_stock_by_mean_use(self):
        self.assertIsNone(self._assess(COVER_14, use=1.0, on_hand=14))
        self.assertEqual(self._assess(COVER_14, use=1.0, on_hand=13).level, 'low')
        self.assertIsNone(self._assess(COVER_14, use=0.0, on_hand=1))
        self.assertEqual(self._assess(COVER_14, use=0.0, on_hand=0).level, 'out')

    def test_a_forecast_looks_as_far_as_an_order_takes(self):
        leaving = {'on_hand': 5, 'outgoing': [(3, 4), (9, 1)]}

        self.assertIsNone(self._assess(FORECAST_0, lead=8, **leaving))
        self.assertEqual(self._assess(FORECAST_0, lead=9, **leaving).level, 'low')
        self.assertEqual(self._assess(FORECAST_0, on_hand=2, waiting=2).level, 'low')

    def test_what_is_on_order_covers_it(self):
        self.assertFalse(self._assess(LEFT_5, on_hand=0, incoming=[(3, 5)]).is_covered)
        self.assertTrue(self._assess(LEFT_5, on_hand=0, incoming=[(3, 6)]).is_covered)
        self.assertTrue(self._assess(LEFT_5, on_hand=0, asked=[(3, 6)]).is_covered)
        self.assertTrue(self._assess(FORECAST_0, on_hand=0, asked=[(99, 1)]).is_covered)

    def test_an_order_lasts_and_what_comes_is_taken_off(self):
        # 5 stay, 4 days until it arrives and 10 more at 2 a day; 3 are there, 6 come.
        shortage = self._assess(LEFT_5, use=2.0, lead=4, on_hand=3, incoming=[(1, 2)])

        self.assertEqual(shortage.missing, 5 + 2 * 14 - 5)
        self.assertEqual(shortage.least, 1)

    def test_a_proposed_order_always_ends_the_shortage(self):
        for rule in (LEFT_5, COVER_14, FORECAST_0, Rule('threshold', quantity=0)):
            for use in (0.0, 0.3, 2.0):
                for figures in ({}, {'on_hand': 2, 'held': 4}, {'waiting': 7.5}, {'on_hand': 1}):
                    with self.subTest(rule=rule, use=use, figures=figures):
                        shortage = self._assess(rule, use=use, lead=3, **figures)
                        if not shortage:
                            continue
                        for asked in {shortage.missing, shortage.least}:
                            after = self._assess(rule, use, 3, **figures, asked=[(9, asked)])
                            self.assertTrue(not after or after.is_covered)

    def test_minimum_and_packs_are_kept(self):
        self.assertEqual(to_order(0.0, 12, 6), 0.0)
        self.assertEqual(to_order(7, 0, 6), 12)
        self.assertEqual(to_order(12, 0, 6), 12)
        self.assertEqual(to_order(1, 20, 6), 24)
        self.assertEqual(to_order(0.1 + 0.2, 0, 0.1), 0.30000000000000004)

    def test_days_of_cover(self):
        self.assertEqual(get_cover(10, 3), 3)
        self.assertEqual(get_cover(-2, 3), 0)
        self.assertIsNone(get_cover(10, 0.0))

    def test_the_day_from_which_more_can_be_sold(self):
        self.assertEqual(Figures(on_hand=3).find_day(3), 0)
        self.assertIsNone(Figures(on_hand=3).find_day(4))
        self.assertIsNone(Figures(on_hand=3, held=1).find_day(3))
        comes = Figures(on_hand=3, held=3, waiting=3, incoming=[(8, 5), (2, 1)])
        self.assertEqual((comes.find_day(1), comes.find_day(2), comes.find_day(7)), (2, 8, None))
