"""What does not change between addon tests is worked out once a run.

Odoo forgets its caches after each test. Most of what it then works out again depends on files and
on the texts of templates alone, and takes about a third of the time of a test that opens pages.
"""

import functools
import hashlib

from lxml import etree


def remember():
    """Keep compiled templates, lists of static files and routes for the whole process."""
    _remember_templates()
    _remember_static_files()
    _remember_routes()
    _remember_word_lists()


def _remember_templates():
    """Compile a template again only when its text, or what Odoo's own key names, is another."""
    from odoo.addons.base.models.ir_qweb import IrQweb

    compile_template = IrQweb._generate_code_uncached
    known = {}

    @functools.wraps(compile_template)
    def _generate_code_uncached(self, template):
        key = _template_key(self, template)
        if key is None:
            return compile_template(self, template)
        if key not in known:
            known[key] = compile_template(self, template)
        return known[key]

    IrQweb._generate_code_uncached = _generate_code_uncached


def _template_key(qweb, template):
    """Return what a compiled template depends on; None when it may depend on more."""
    if isinstance(template, etree._Element):
        name, ref, text = "", "", etree.tostring(template, encoding="unicode")
    else:
        try:
            _element, document, ref = qweb._get_template(template)
            name, text = qweb._get_template_info(ref)["key"], str(document)
        except Exception:  # the compilation itself tells what is wrong
            return None
    if "t-snippet" in text or "t-install" in text:  # they read other views as they are compiled
        return None
    context = qweb.env.context
    values = tuple(str(context.get(key)) for key in qweb._get_template_cache_keys())
    return str(ref), name, hashlib.sha256(text.encode()).digest(), values


def _remember_static_files():
    """Look for the files of a pattern once."""
    from odoo.addons.base.models import ir_asset

    ir_asset._glob_static_file = functools.cache(ir_asset._glob_static_file)


def _remember_routes():
    """Collect the routes of the same modules once."""
    from odoo import http

    from odoo.addons.base.models import ir_http

    collect = http._generate_routing_rules
    known = {}

    def _generate_routing_rules(modules, nodb_only, converters=None):
        key = (tuple(modules), nodb_only)
        if key not in known:
            known[key] = list(collect(modules, nodb_only, converters))
        return iter(known[key])

    for module in (http, ir_http):
        if getattr(module, "_generate_routing_rules", None) is collect:
            module._generate_routing_rules = _generate_routing_rules


def _remember_word_lists():
    """Make the moderation's lists ready to be searched once, as long as they are the same."""
    from odoo.addons.gift_personalization.moderation import matcher

    build = functools.cache(matcher.Matcher)
    matcher.Matcher = lambda entries, names=(), texts=(): build(
        tuple(entries), tuple(names), tuple(texts)
    )
