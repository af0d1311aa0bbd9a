"""Run by ``odoo shell``: print as JSON the routes, uploads and texts our addons have today, and
real values for their parameters. A new route or field is found without a change here."""

import inspect
import json
import re

FORM = re.compile(r"\b_?post\.get\('(\w+)'")
OURS = ('odoo.addons.gift_', 'gift_')
env = globals()['env']


def find_routes():
    """Return every route whose method is, or is overridden, in our addons."""
    installed = env.registry._init_modules
    found = {}
    for url, endpoint in env['ir.http']._generate_routing_rules(
        sorted(installed), converters=env['ir.http']._get_converters()
    ):
        method = getattr(endpoint, 'func', endpoint)
        owner = inspect.unwrap(method)
        if not owner.__module__.startswith(OURS[0]):
            continue
        names = [
            parameter.name
            for parameter in inspect.signature(owner).parameters.values()
            if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        ]
        routing = endpoint.routing
        found[url] = {
            'url': url,
            'type': routing['type'],
            'methods': routing.get('methods') or [],
            'params': [name for name in names if name != 'self'],
            'form': FORM.findall(inspect.getsource(owner)),
        }
    return [found[url] for url in sorted(found)]


def find_fields():
    """Return what can be written to our models: files, texts, other values; and the methods."""
    kinds = {'uploads': [], 'texts': [], 'fields': [], 'methods': [], 'private': []}
    for name, model in sorted(env.registry.models.items()):
        if model._abstract:
            continue
        is_own = name.startswith('gift.')
        for field in model._fields.values():
            if field.readonly or field.name.startswith(('message_', 'activity_')):
                continue
            if not is_own and not field.name.startswith('gift_'):
                continue
            if field.type == 'binary':
                kinds['uploads'].append([name, field.name])
            elif field.type not in ('char', 'text', 'html'):
                kinds['fields'].append([name, field.name, field.type])
            elif field.store:
                kinds['texts'].append([name, field.name])
        public, private = find_methods(model)
        kinds['methods'] += [[name, method] for method in public if is_own]
        kinds['private'] += [[name, method] for method in private]
    return kinds


def find_methods(model):
    """Return the names of the methods of our own that any user can call, and of the others."""
    names = [
        name
        for name, method in inspect.getmembers(model, inspect.isfunction)
        if method.__module__.startswith(OURS[0]) and not name.startswith('__')
    ]
    odoo = ('create', 'write', 'unlink', 'copy', 'copy_data', 'default_get')
    public = [name for name in names if not name.startswith('_') and name not in odoo]
    return public, [name for name in names if name.startswith('_')]


def find_required(model):
    """Return values for the required fields that have no default."""
    values = {}
    records = env[model]
    defaults = records.default_get(list(records._fields))
    for name, field in records._fields.items():
        if (
            not field.required
            or name in defaults
            or getattr(field, 'comodel_name', '') == 'gift.asset'
        ):
            continue  # assets are made of what is uploaded
        if field.type == 'many2one':
            values[name] = env[field.comodel_name].search([], limit=1).id
        elif field.type == 'selection':
            values[name] = field.get_values(env)[0]
        elif field.type in ('char', 'text', 'html'):
            values[name] = 'x'
        elif field.type in ('integer', 'float'):
            values[name] = 1
    return values


def find_known():
    """Return real values by the name of a parameter, so that requests get past the first look."""
    emma = env['res.users'].search([('login', '=', 'emma@example.com')]).partner_id
    proofs = env['gift.proof'].search([('partner_id', 'child_of', emma.id)])
    proof = proofs.filtered(lambda p: p.state == 'sent')[:1] or proofs[:1]
    lines = env['sale.order.line'].search(
        [('order_partner_id', '=', emma.id), ('gift_revision_id', '!=', False)]
    )
    revision = proof.revision_id or env['gift.design.revision'].search([], limit=1)
    jobs = env['gift.job'].search([], limit=3)
    motif = env['gift.clipart'].search([], limit=1)
    catalogue = env['gift.clipart']._get_catalogue('en_US')[0]
    picture = revision._get_preview_url().split('/')
    order = proof.order_id or lines[:1].order_id
    return {
        'proof_id': [proof.id],
        'access_token': [proof._portal_ensure_token(), order._portal_ensure_token()],
        'surface_key': [next(iter(proof._get_surface_keys()), 'front')],
        'line_id': lines.ids[:3],
        'order_id': [order.id],
        'case_id': env['gift.moderation.case'].search([], limit=1).ids,
        'template_id': env['gift.template'].search([], limit=1).ids,
        'file_id': env['gift.print.file'].search([], limit=1).ids,
        'ids': [','.join(map(str, jobs.ids))],
        'sha256': [
            env['gift.font'].search([], limit=1).sha256,
            env['gift.mockup'].search([], limit=1).asset_id.sha256,
            motif.sha256,
        ],
        'version': [catalogue],
        'lang': ['en_US'],
        'content_hash': [revision.hash],
        'token': [picture[-1].removesuffix('.jpg')],
        'hash': [proof.revision_hash],
        'surface': [next(iter(proof._get_surface_keys()), 'front')],
        'job_id': jobs.ids,
        'batch_id': env['gift.batch'].search([], limit=1).ids,
        'sheet_id': env['gift.sheet'].search([], limit=1).ids,
        'check_id': env['gift.packing.check'].search([], limit=1).ids,
        'row_id': env['gift.name.row'].search([], limit=1).ids,
    }


def find_products():
    """Return the products that are personalised, with their zones."""
    products = env['product.template'].search([('gift_template_id', '!=', False)])
    return [
        {
            'template_id': product.id,
            'product_id': product.product_variant_id.id,
            'url': product.website_url,
            'zones': [[zone.key, zone.zone_type] for zone in product.gift_template_id._get_zones()],
        }
        for product in products
        if product.product_variant_id and product.is_published
    ]


def find_pages():
    """Return (action, a record of it) of every window of ours."""
    actions = env['ir.actions.act_window'].search([('res_model', '=like', 'gift.%')])
    return [
        [action.id, action.res_model, env[action.res_model].search([], limit=1).id]
        for action in actions
        if action.target != 'new' and not env[action.res_model]._transient
    ]


found = find_fields()
found['required'] = {model: find_required(model) for model, _field in found['uploads']}
found['ids'] = {
    model: env[model].search([], limit=2).ids
    for model in {entry[0] for entry in (*found['texts'], *found['methods'], *found['fields'])}
    if not env[model]._transient
}
found['crons'] = (
    env['ir.model.data']
    .search([('model', '=', 'ir.cron'), ('module', '=like', 'gift\\_%')])
    .mapped('res_id')
)
found.update(routes=find_routes(), known=find_known(), products=find_products(), pages=find_pages())
env.cr.commit()
print('FOUND ' + json.dumps(found))  # noqa: T201
