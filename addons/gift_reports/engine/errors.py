"""Errors: codes with parameters, never translated text."""


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
