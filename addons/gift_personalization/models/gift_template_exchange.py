import base64
import binascii
import json
import math
from datetime import date

from psycopg2 import DataError, IntegrityError

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

FORMAT = 'gift-template'
FORMAT_VERSION = 1
MAX_FILE_BYTES = 80_000_000
MAX_DEPTH = 12
SCALARS = ('char', 'text', 'html', 'integer', 'float', 'boolean', 'selection', 'date')
# What a file raises that was made or changed by hand.
UNREADABLE = (
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    OverflowError,
    binascii.Error,
    DataError,
    IntegrityError,
)
# What another shop calls the same thing.
NATURAL_KEYS = {
    'gift.print.method': 'code',
    'gift.font': 'key',
    'gift.color': 'hex',
    'gift.date.format': 'key',
    'gift.clipart': 'sha256',
    'gift.clipart.theme': 'name',
    'gift.zone': 'key',
}
SKIPPED = {'gift.template': {'active', 'product_tmpl_ids'}}


class GiftTemplate(models.Model):
    """Templates as files: to keep a copy, or to take one to another shop.

    The file holds everything under a template that is copied with it, pictures included. Fonts,
    colours, print methods and attribute values stand in it by the names both shops share.
    """

    _inherit = 'gift.template'

    # === EXPORT === #

    def action_export(self):
        """Download the template as a file."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/gift/template/{self.id}/export.json',
            'target': 'download',
        }

    def _export_json(self):
        """Return the template as JSON text, in the language of the user."""
        self.ensure_one()
        document = {
            'format': FORMAT,
            'version': FORMAT_VERSION,
            'template': self._exchange_read(self),
        }
        return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)

    @api.model
    def _exchange_read(self, record):
        found = {}
        for name, field in self._exchange_fields(record).items():
            value = record[name]
            if field.type in SCALARS:
                found[name] = value.isoformat() if isinstance(value, date) else value
            elif field.type == 'binary':
                found[name] = value.decode() if value else False
            elif field.type == 'one2many':
                found[name] = [self._exchange_read(child) for child in value]
            else:
                keys = [self._exchange_key(target) for target in value]
                found[name] = keys if field.type == 'many2many' else (keys[0] if keys else False)
        return found

    @api.model
    def _exchange_fields(self, record):
        """Return the fields by name that a file holds of a model."""
        skipped = SKIPPED.get(record._name, set())
        return {
            name: field
            for name, field in record._fields.items()
            if name not in skipped
            and name not in models.MAGIC_COLUMNS
            and not name.startswith(('message_', 'activity_', 'website_message_'))
            and self._exchange_is_kept(field)
        }

    @api.model
    def _exchange_is_kept(self, field):
        if field.type == 'binary':
            return bool(field.inverse or field.store)
        if field.type == 'one2many':
            return field.copy
        if not field.store or field.related or (field.compute and field.readonly):
            return False
        if any(parent.copy for parent in self.pool.field_inverses[field]):
            return False  # leads to the record above
        if field.type in ('many2one', 'many2many'):
            return field.comodel_name in (*NATURAL_KEYS, 'product.attribute.value')
        return field.type in SCALARS

    @api.model
    def _exchange_key(self, record):
        if record._name == 'product.attribute.value':
            return [record.attribute_id.name, record.name]
        return record[NATURAL_KEYS[record._name]]

    # === IMPORT === #

    @api.model
    def _import_json(self, data):
        """Create a template from the bytes of a file; returns it.

        :raise UserError: in words, for a file that is none of ours or does not fit this shop.
        """
        content = self._exchange_parse(data)
        links = []
        try:
            with self.env.cr.savepoint():
                template = self.create(self._exchange_prepare(self, content, links))
                for key, name, target in links:
                    zone, other = (self._exchange_find_zone(template, k) for k in (key, target))
                    zone[name] = other
                template.flush_recordset()
        except (UserError, ValidationError):
            raise
        except UNREADABLE as error:
            raise self._exchange_refusal() from error
        return template

    @api.model
    def _exchange_refusal(self):
        return UserError(
            self.env._(
                "This file is not a template that was exported here. Please choose a file made"
                " with “Export” on a template."
            )
        )

    @api.model
    def _exchange_parse(self, data):
        if len(data) > MAX_FILE_BYTES:
            raise UserError(self.env._("This file is too large for a template."))
        try:
            document = json.loads(data, parse_constant=self._exchange_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise self._exchange_refusal() from error
        if not isinstance(document, dict) or document.get('format') != FORMAT:
            raise self._exchange_refusal()
        if document.get('version') != FORMAT_VERSION:
            raise UserError(
                self.env._("This file was made by a newer version. Please update the shop first.")
            )
        content = document.get('template')
        if not isinstance(content, dict):
            raise self._exchange_refusal()
        if self._get_free_key(content.get('key')) != content.get('key'):
            content = {name: value for name, value in content.items() if name != 'key'}
        return content

    @api.model
    def _exchange_refuse_constant(self, constant):
        raise ValueError(constant)

    @api.model
    def _get_free_key(self, key):
        taken = self.sudo().with_context(active_test=False).search_count([('key', '=', str(key))])
        return None if taken else key

    @api.model
    def _exchange_prepare(self, model, content, links, depth=0):
        """Return the values of a record and of everything below it.

        :param list links: collects (key of a zone, field, key of the zone it points to): the other
            one may come further down.
        """
        if not isinstance(content, dict) or depth > MAX_DEPTH:
            raise self._exchange_refusal()
        known = self._exchange_fields(model)
        self._exchange_check_names(content, known)
        vals = {}
        for name, value in content.items():
            field = known[name]
            if field.type == 'one2many':
                child_model = self.env[field.comodel_name]
                vals[name] = [
                    Command.create(self._exchange_prepare(child_model, child, links, depth + 1))
                    for child in self._exchange_list(value)
                ]
            elif field.type == 'many2one' and field.comodel_name == 'gift.zone':
                links += [(content['key'], name, value)] if value else []
            else:
                vals[name] = self._exchange_value(field, value)
        return vals

    @api.model
    def _exchange_list(self, value):
        if not isinstance(value, list):
            raise self._exchange_refusal()
        return value

    @api.model
    def _exchange_check_names(self, content, known):
        unknown = sorted(set(content) - set(known))
        if unknown:
            raise UserError(
                self.env._(
                    "This file says something this shop does not know (%(names)s). Please update"
                    " the shop first.",
                    names=', '.join(unknown[:5])[:200],
                )
            )

    @api.model
    def _exchange_value(self, field, value):
        if field.type in SCALARS:
            if not isinstance(value, (str, int, float)) or not self._exchange_is_finite(value):
                raise self._exchange_refusal()
            return value
        if field.type == 'binary':
            return base64.b64encode(base64.b64decode(value, validate=True)) if value else False
        if field.type == 'many2one':
            return self._exchange_find(field.comodel_name, value).id if value else False
        keys = self._exchange_list(value)
        known = self._exchange_read_many(field.comodel_name, keys)
        found = [
            known.get(str(key)) or self._exchange_find(field.comodel_name, key) for key in keys
        ]
        return [Command.set([record.id for record in found])]

    @api.model
    def _exchange_is_finite(self, value):
        return not isinstance(value, float) or math.isfinite(value)

    @api.model
    def _exchange_read_many(self, model, keys):
        """Return records by name, in one query; attribute values are named by two words."""
        name = NATURAL_KEYS.get(model)
        if not name:
            return {}
        found = self.env[model].search([(name, 'in', [str(key) for key in keys])])
        return {record[name]: record for record in found[::-1]}  # of equal names, the first one

    @api.model
    def _exchange_find(self, model, key):
        """Return the record of this shop that has the name of a file's reference."""
        if model == 'product.attribute.value':
            attribute, value = key
            domain = [('attribute_id.name', '=', str(attribute)), ('name', '=', str(value))]
            label = f'{attribute}: {value}'
        else:
            domain = [(NATURAL_KEYS[model], '=', str(key))]
            label = key
        record = self.env[model].search(domain, limit=1)
        if not record:
            raise UserError(
                self.env._(
                    "The file uses the %(kind)s “%(name)s”, which this shop does not have."
                    " Please create it first.",
                    kind=self.env[model]._description.lower(),
                    name=str(label)[:100],
                )
            )
        return record

    @api.model
    def _exchange_find_zone(self, template, key):
        zone = template._get_zones().filtered(lambda candidate: candidate.key == key)[:1]
        if not zone:
            raise self._exchange_refusal()
        return zone.with_env(template.env)
