"""Run the fake Stripe by itself: ``python -m fake_stripe --port 8160``."""

import argparse
import sys

from . import FakeStripe
from .errors import ApiError


def main():
    """Run until interrupted."""
    parser = argparse.ArgumentParser(prog="fake_stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1; nothing else is taken")
    parser.add_argument("--secret-key", default="sk_test_fake0000000000000000")
    parser.add_argument("--publishable-key", default="pk_test_fake0000000000000000")
    parser.add_argument("--no-deliver", action="store_true", help="send no events by itself")
    parser.add_argument("--delay", type=float, default=1, help="seconds before an event is sent")
    parser.add_argument(
        "--endpoint", action="append", default=[], metavar="URL,VERSION,SECRET",
        help="send events there, in that version of the API, signed with that secret",
    )  # fmt: skip
    options = parser.parse_args()
    try:
        fake = FakeStripe(
            options.secret_key, options.publishable_key, options.port, host=options.host
        )
    except (OSError, ValueError, OverflowError) as error:
        parser.error(str(error))
    for endpoint in options.endpoint:
        try:
            url, version, secret = endpoint.rsplit(",", 2)
            fake.add_endpoint(url, api_version=version, secret=secret)
        except (ApiError, ValueError) as error:
            parser.error(f"The endpoint {endpoint} is wrong: {error}")
    fake.delay = options.delay
    fake.auto_deliver = not options.no_deliver
    out = sys.stdout
    out.write(f"Fake Stripe on {fake.url}\nX-Fake-Control: {fake.control_token}\n")
    out.flush()
    try:
        fake.stopped.wait()
    except KeyboardInterrupt:
        fake.stop()


main()
