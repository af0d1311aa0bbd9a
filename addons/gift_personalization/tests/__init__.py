from . import test_revision
