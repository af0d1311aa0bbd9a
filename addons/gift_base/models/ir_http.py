import werkzeug.exceptions

from odoo import models
from odoo.http import Response, request

from .. import json_guard


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _match(cls, path_info):
        """Override of `base`: no record is called “.” or “..”, as a client may name it."""
        if not {'.', '..'}.isdisjoint(path_info.split('/')):
            raise werkzeug.exceptions.NotFound
        return super()._match(path_info)

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override of `base` to refuse JSON that would end in a traceback."""
        super()._pre_dispatch(rule, args)
        if request.dispatcher.routing_type == 'jsonrpc':
            cls._gift_check_json(request.httprequest.get_data())

    @classmethod
    def _dispatch(cls, endpoint):
        """Override of `base` to take from texts what no database can store."""
        if request.dispatcher.routing_type == 'http':
            request.params = json_guard.storable(request.params)
        elif request.dispatcher.routing_type == 'jsonrpc':
            cls._gift_clean_json()
        request.params.pop('self', None)  # would be taken for the controller
        return super()._dispatch(endpoint)

    @classmethod
    def _serve_fallback(cls):
        """Override of `base`: Odoo's page of a wrong address cannot be made for some addresses."""
        path = request.httprequest.path
        if '\0' in path or not {'.', '..'}.isdisjoint(path.split('/')):
            cls._gift_refuse("This address does not exist.", 404)
        return super()._serve_fallback()

    @classmethod
    def _gift_check_json(cls, data):
        if json_guard.is_too_deep(data):
            cls._gift_refuse("This request is nested too deeply to be read.")
        if json_guard.has_odd_params(data):
            cls._gift_refuse("The parameters of this request are no object.")
        if json_guard.has_odd_numbers(data):
            cls._gift_refuse("This request holds a number that is none.")

    @classmethod
    def _gift_clean_json(cls):
        if json_guard.may_be_unstorable(request.httprequest.get_data()):
            request.params = json_guard.storable(request.params)
            dispatcher = request.dispatcher
            dispatcher.request_id = json_guard.storable(dispatcher.request_id)

    @classmethod
    def _gift_refuse(cls, sentence, status=400):
        # As Odoo refuses JSON it cannot read: programs send such requests, not people.
        werkzeug.exceptions.abort(Response(sentence, status=status, mimetype='text/plain'))
