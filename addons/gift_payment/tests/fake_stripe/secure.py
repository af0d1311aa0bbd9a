"""3-D Secure and redirects: the customer proves something on another page."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from . import charging, methods
from .errors import invalid
from .forms import split_url


def check_return_url(url):
    """Refuse a return URL that is none."""
    if url and not split_url(url):
        raise invalid("Not a valid URL", "url_invalid", "return_url")


def needed(intent, method):
    """Tell what the customer must do first: "", "ask", or "refuse" if they are not there."""
    if method["type"] in methods.REDIRECTED:
        return "ask"
    rule = method["_card"].authentication
    if not intent["_off"]:
        return "ask" if rule else ""
    return "refuse" if rule == "always" or rule and not method["_set_up"] else ""


def ask(world, intent):
    """Send the customer to the page where they prove who they are."""
    page = world.store.new_id("payatt")
    intent |= {"status": "requires_action", "_page": page}
    url = f"{world.url}/fake/3ds/{intent['id']}?page={page}"
    intent["next_action"] = {
        "type": "redirect_to_url",
        "redirect_to_url": {"return_url": intent["_return_url"], "url": url},
    }
    world.events.emit(f"{intent['object']}.requires_action", intent)
    return intent


def answer(world, intent, proven):
    """Go on after the customer has proven who they are, or failed to."""
    if intent["status"] != "requires_action":
        raise invalid("This payment does not wait for a confirmation.")
    method = world.store.get("payment_method", intent["payment_method"])
    intent |= {"_page": None, "next_action": None}
    if not proven:
        return _failed(world, intent, method)
    intent["_secure"] = {
        "authentication_flow": "challenge", "electronic_commerce_indicator": "05",
        "exemption_indicator": None, "result": "authenticated", "result_reason": None,
        "version": "2.2.0",
    }  # fmt: skip
    if intent["object"] == "setup_intent":
        return world.set_up(intent, method)
    return charging.charge(world, intent, method)


def _failed(world, intent, method):
    """Set an intent back after a failed proof."""
    noun = intent["object"]
    error = {
        "type": "invalid_request_error", "code": f"{noun}_authentication_failure",
        "payment_method": method, "message": (
            "The provided PaymentMethod has failed authentication. You can provide "
            f"payment_method_data or a new PaymentMethod to attempt to fulfill this "
            f"{'PaymentIntent' if noun == 'payment_intent' else 'SetupIntent'} again."
        ),
    }  # fmt: skip
    if noun == "payment_intent":
        return charging.fail(world, intent, error)
    intent |= {"status": "requires_payment_method", "last_setup_error": error,
               "payment_method": None}  # fmt: skip
    world.events.emit("setup_intent.setup_failed", intent)
    return intent


def way_back(intent):
    """Return the URL to which the browser goes next, as Stripe writes it, or None."""
    if not intent["_return_url"]:
        return None
    good = intent["status"] in ("succeeded", "requires_capture", "processing")
    parts = urlsplit(intent["_return_url"])
    noun = intent["object"]
    query = urlencode({
        noun: intent["id"],
        f"{noun}_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if good else "failed",
    })  # fmt: skip
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, query)))))
