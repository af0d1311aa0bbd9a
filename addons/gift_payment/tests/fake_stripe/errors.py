"""Refusals of the fake Stripe, in the shape in which Stripe answers them."""


class ApiError(Exception):
    """A refusal; ``early`` ones are found before anything ran and are not kept for a repeat."""

    def __init__(self, status, message, code=None, param=None, **more):
        super().__init__(message)
        self.status = status
        self.early = more.pop("early", False)
        self.error = {
            "type": more.pop("type", "invalid_request_error"),
            "message": message,
            **({"code": code} if code else {}),
            **({"param": param} if param else {}),
            **more,
        }


def invalid(message, code=None, param=None, **more):
    """Return a refusal of what was sent (400)."""
    return ApiError(400, message, code, param, **more)


def missing(param):
    """Return the refusal of a request without a parameter it needs."""
    message = f"Missing required param: {param}."
    return invalid(message, "parameter_missing", param, early=True)


def not_found(noun, key, param="id", status=404):
    """Return the refusal of an id that does not exist."""
    return ApiError(status, f"No such {noun}: '{key}'", "resource_missing", param)


def card_refused(message, code, param=None, **more):
    """Return the refusal of a card (402)."""
    return ApiError(402, message, code, param, type="card_error", **more)
