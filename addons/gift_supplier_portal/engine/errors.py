"""Errors carry a code and values; one method of the addon makes sentences of them."""


class InvoiceError(Exception):
    """Why a file or its content is refused.

    :param str code: stable identifier
    :param params: values for the sentence (short strings)
    """

    def __init__(self, code, /, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params
