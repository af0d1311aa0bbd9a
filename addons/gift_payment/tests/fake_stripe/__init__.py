"""A fake Stripe on 127.0.0.1, for tests and the demo shop: no real money, no other machine."""

from .fake import FakeStripe

__all__ = ["FakeStripe"]
