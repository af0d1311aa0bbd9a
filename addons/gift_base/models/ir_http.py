import werkzeug.exceptions

from odoo import models
from odoo.http import Response, request

from .. import json_guard


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override of `base` to refuse JSON that would end in a traceback."""
        super()._pre_dispatch(rule, args)
        if request.dispatcher.routing_type == 'jsonrpc':
            cls._gift_check_json(request.httprequest.get_data())

    @classmethod
    def _dispatch(cls, endpoint):
        """Override of `base` to make texts in JSON readable that no database can store."""
        if request.dispatcher.routing_type == 'jsonrpc':
            cls._gift_clean_json()
        return super()._dispatch(endpoint)

    @classmethod
    def _gift_check_json(cls, data):
        if json_guard.is_too_deep(data):
            cls._gift_refuse_json("This request is nested too deeply to be read.")
        if json_guard.has_odd_params(data):
            cls._gift_refuse_json("The parameters of this request are no object.")

    @classmethod
    def _gift_clean_json(cls):
        if json_guard.has_surrogates(request.httprequest.get_data()):
            request.params = json_guard.without_surrogates(request.params)
            dispatcher = request.dispatcher
            dispatcher.request_id = json_guard.without_surrogates(dispatcher.request_id)

    @classmethod
    def _gift_refuse_json(cls, sentence):
        # As Odoo refuses JSON it cannot read: programs send such requests, not people.
        werkzeug.exceptions.abort(Response(sentence, status=400))
