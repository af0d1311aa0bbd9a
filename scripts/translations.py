"""Keep the addons' catalogues: `check` them, or `merge` what Odoo exported into them.

- `merge` writes `i18n/<addon>.pot` without dates, and `de.po` and `ar.po` with the same terms:
  translations are kept by their English text, and what no longer stands in the shop goes.
- `check` says which term of our code is not in the template, which lacks a translation, and which
  translation names other placeholders or tags than the English text, or is stale.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ROOT / "addons"
LANGUAGES = ("de", "ar")
# What a translation must have as often as its English text: what code fills in, and mark-up.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|%%|\{[a-z_]*\}|\{\{.*?\}\}|</?[a-zA-Z][^<>]*>")
# Texts of attributes within a tag are translated, too.
ATTRIBUTE = re.compile(r'\b(?:title|aria-label|alt|placeholder)="[^"]*"')


def own_addons():
    """Return the folders of our addons, those without a text of their own as well."""
    return sorted(manifest.parent for manifest in ADDONS.glob("*/__manifest__.py"))


def template_file(addon):
    """Return where an addon's template of terms is."""
    return addon / "i18n" / f"{addon.name}.pot"


def language_file(addon, language):
    """Return where an addon's translations into `language` are."""
    return addon / "i18n" / f"{language}.po"


def catalogue(addon, entries, language=None):
    """Return a catalogue that is the same wherever and whenever it is written."""
    found = polib.POFile()
    found.metadata = {
        "Project-Id-Version": addon.name,
        **({"Language": language} if language else {}),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    found.extend(entries)
    return found


def copy_entry(entry, translation=""):
    """Return a term with another translation; where it stands is sorted."""
    return polib.POEntry(
        msgid=entry.msgid,
        msgstr=translation,
        comment=entry.comment,
        occurrences=sorted(entry.occurrences),
    )


def merge(addon):
    """Write the three catalogues of an addon from the template that Odoo just exported."""
    exported = polib.pofile(str(template_file(addon)))
    entries = sorted(exported, key=lambda entry: entry.msgid)
    catalogue(addon, map(copy_entry, entries)).save(str(template_file(addon)))
    for language in LANGUAGES:
        path = language_file(addon, language)
        known = {}
        if path.exists():
            known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
        translated = [copy_entry(entry, known.get(entry.msgid, "")) for entry in entries]
        catalogue(addon, translated, language).save(str(path))


def placeholders(text):
    """Count what code or a browser reads in a text."""
    return Counter(ATTRIBUTE.sub("", found) for found in PLACEHOLDER.findall(text))


def check_language(addon, language, terms):
    """Yield what is wrong with an addon's translations into `language`."""
    path = language_file(addon, language)
    name = path.relative_to(ROOT)
    if not path.exists():
        yield f"{name}: is missing; run `make i18n`."
        return
    entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for term in entries.keys() - terms:
        yield f"{name}: “{term[:60]}” is stale; run `make i18n`."
    for term in sorted(terms):
        if term not in entries or not entries[term].msgstr.strip() or entries[term].fuzzy:
            yield f"{name}: “{term[:60]}” has no translation."
        elif placeholders(term) != placeholders(entries[term].msgstr):
            yield f"{name}: “{term[:60]}” has other placeholders or tags in its translation."


def code_terms(addon):
    """Return the terms of an addon's Python files, scripts and their templates."""
    from babel.messages import extract

    web = "odoo.tools.translate:babel_extract_qweb"
    kinds = (
        ("**/*.py", "odoo.tools.babel:extract_python", {"_": None, "_lt": None}),
        ("static/src/**/*.js", "odoo.tools.babel:extract_javascript", {"_t": None}),
        ("static/src/**/*.xml", web, {"_": None}),
        ("data/**/*_dashboard.json", "odoo.tools.translate:extract_spreadsheet_terms", {}),
    )
    for pattern, method, keywords in kinds:
        for path in addon.glob(pattern):
            with open(path, "rb") as source:
                for _line, term, *_rest in extract.extract(method, source, keywords):
                    if len(re.sub(r"\W+", "", term or "")) > 1:  # as Odoo's export
                        yield term


def check(addon):
    """Yield what is wrong with an addon's catalogues."""
    path = template_file(addon)
    if not path.exists():
        yield f"{path.relative_to(ROOT)}: is missing; run `make i18n`."
        return
    entries = polib.pofile(str(path))
    terms = {entry.msgid for entry in entries}
    in_code = {e.msgid for e in entries if any(o[0].startswith("code:") for o in e.occurrences)}
    found = set(code_terms(addon))
    for term in sorted(found - in_code):
        yield f"{path.relative_to(ROOT)}: “{term[:60]}” is not in it; run `make i18n`."
    for term in sorted(in_code - found):
        yield f"{path.relative_to(ROOT)}: “{term[:60]}” stands nowhere any more; run `make i18n`."
    for language in LANGUAGES:
        yield from check_language(addon, language, terms)


def main(arguments):
    """Run `check` or `merge` over all our addons; return whether something is wrong."""
    if arguments == ["merge"]:
        for addon in own_addons():
            merge(addon)
        return 0
    problems = [problem for addon in own_addons() for problem in check(addon)]
    print("\n".join(problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
