"""Fixtures of the moderation's tests: the shipped lists, ready to be searched."""

import pytest
from gift_moderation import lists
from gift_moderation.matcher import Matcher
from hypothesis import settings

settings.register_profile("moderation", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("moderation")


@pytest.fixture(scope="session")
def shipped():
    """A matcher with the lists and names that come with the shop."""
    return Matcher(lists.load_entries(), lists.load_names())
