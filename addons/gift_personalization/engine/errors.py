"""Errors and findings: codes with parameters, never translated text."""

from dataclasses import dataclass, field


class EngineError(Exception):
    """Base of every error the engine raises on purpose.

    :param str code: stable identifier, mapped to a translated sentence by the caller
    :param params: values for that sentence (numbers, short strings)
    """

    def __init__(self, code, /, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self):
        details = ", ".join(f"{key}={value!r}" for key, value in sorted(self.params.items()))
        return f"{self.code} ({details})" if details else self.code

    def __reduce__(self):
        return _rebuild_error, (self.code, self.params)


def _rebuild_error(code, params, /):
    return EngineError(code, **params)


@dataclass(frozen=True)
class Finding:
    """What the guard says about one zone of a design.

    :param str code: see ``preflight``
    :param str severity: ``error`` blocks the order, ``warning`` only tells
    :param str zone: key of the zone it is about
    :param dict params: measured values and limits for the sentence
    """

    code: str
    severity: str
    zone: str
    params: dict = field(default_factory=dict)

    @property
    def is_error(self):
        return self.severity == "error"
