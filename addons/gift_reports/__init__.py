from . import controllers, models, wizards


def _fill_tables(env):
    """Fill the tables of figures from what the shop has done so far."""
    env['gift.report.refresh']._refresh_all()
