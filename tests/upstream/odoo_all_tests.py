"""Odoo's command line, but tests that Odoo runs while a module is installed run at the end.

So they see our addons, which are installed later than the modules whose tests these are. Requests
and tours get more time than Odoo gives them: how fast a machine is, is no part of the comparison.
"""

import os
import sys

import odoo.cli
from odoo.tests import common, loader
from odoo.tests.suite import OdooSuite

PATIENCE = 5
NO_TOURS = 'GIFT_UPSTREAM_NO_TOURS'  # in the environment: for machines too busy for browsers
make_suite = loader.make_suite
url_open = common.HttpCase.url_open
start_browser = common.ChromeBrowser.__init__


def make_suite_at_the_end(module_names, position='at_install'):
    """Return the tests of both positions at the end, and none before."""
    if position == 'at_install':
        return make_suite([], position)
    return make_suite(module_names, 'at_install,post_install')


def open_patiently(self, url, *args, **kwargs):
    """Open an address and wait longer for its answer."""
    if len(args) < 3:  # the third is the time
        kwargs['timeout'] = PATIENCE * kwargs.get('timeout', 12)
    return url_open(self, url, *args, **kwargs)


def start_patient_browser(self, *args, **kwargs):
    """Start the browser of a tour and wait longer for everything it does."""
    start_browser(self, *args, **kwargs)
    self.throttling_factor = PATIENCE


def leave_out(self, *_args, **_kwargs):
    """Skip a test that needs a browser."""
    self.skipTest("tours are left out")


if __name__ == '__main__':
    loader.make_suite = make_suite_at_the_end
    common.HttpCase.url_open = open_patiently
    common.ChromeBrowser.__init__ = start_patient_browser
    if os.environ.get(NO_TOURS):
        common.HttpCase.browser_js = leave_out
        OdooSuite.has_http_case = lambda self: False  # no need to prepare what pages load
    sys.argv[0] = 'odoo'
    odoo.cli.main()
