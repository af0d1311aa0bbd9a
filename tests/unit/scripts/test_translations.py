"""The check of the catalogues finds what a customer would see untranslated or broken."""

import importlib.util
from pathlib import Path

import polib
import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "translations.py"


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """The script, with one addon of three terms."""
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ADDONS", tmp_path / "addons")
    addon = tmp_path / "addons" / "gift_base"
    (addon / "i18n").mkdir(parents=True)
    (addon / "static" / "src").mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{}")
    (addon / "model.py").write_text('def x(self): return self.env._("Hello %(name)s", name=1)\n')
    (addon / "static" / "src" / "x.js").write_text('const x = _t("Wait");\n')
    export(module, {"Hello %(name)s": "code:addons/m.py", "Wait": "code:addons/x.js",
                    "<b>All</b> gifts": "model_terms:ir.ui.view,arch_db:x.page"})  # fmt: skip
    return module


def export(catalogues, terms):
    """Write a template as Odoo's export does."""
    found = polib.POFile()
    found.metadata = {"POT-Creation-Date": "2026-01-01 10:00+0000"}
    for term, where in terms.items():
        place = (where, "0") if where.startswith("code") else (where, None)
        found.append(polib.POEntry(msgid=term, comment="module: gift_base", occurrences=[place]))
    found.save(str(catalogues.ADDONS / "gift_base" / "i18n" / "gift_base.pot"))


def translate(catalogues, language, **changes):
    """Merge, and translate every term well but for what `changes` says about one."""
    addon = catalogues.ADDONS / "gift_base"
    catalogues.merge(addon)
    file = polib.pofile(str(catalogues.language_file(addon, language)))
    good = {"Hello %(name)s": "Hallo %(name)s", "Wait": "Warten", "<b>All</b> gifts": "<b>Alle</b>"}
    for entry in file:
        entry.msgstr = {**good, **changes.get("terms", {})}[entry.msgid]
    file.save(str(catalogues.language_file(addon, language)))


def problems(catalogues):
    """Return what the check says about the addon."""
    return list(catalogues.check(catalogues.ADDONS / "gift_base"))


def test_complete_catalogues_have_nothing_to_complain_about(catalogues):
    translate(catalogues, "de")
    translate(catalogues, "ar")

    assert problems(catalogues) == []


def test_a_catalogue_is_the_same_when_it_is_merged_again(catalogues):
    translate(catalogues, "de")
    files = sorted((catalogues.ADDONS / "gift_base" / "i18n").iterdir())
    before = [file.read_text() for file in files]

    catalogues.merge(catalogues.ADDONS / "gift_base")

    assert [file.read_text() for file in files] == before
    assert "POT-Creation-Date" not in "".join(before)


@pytest.mark.parametrize(
    ("term", "translation", "problem"),
    [
        ("Wait", "", "“Wait” has no translation."),
        ("Hello %(name)s", "Hallo %(nam)s", "other placeholders or tags"),
        ("Hello %(name)s", "Hallo", "other placeholders or tags"),
        ("<b>All</b> gifts", "<i>Alle</i>", "other placeholders or tags"),
        ("<b>All</b> gifts", "<b>Alle", "other placeholders or tags"),
    ],
)
def test_a_translation_that_breaks_its_text_is_named(catalogues, term, translation, problem):
    translate(catalogues, "de", terms={term: translation})
    translate(catalogues, "ar")

    found = problems(catalogues)

    assert len(found) == 1
    assert found[0].startswith("addons/gift_base/i18n/de.po: ")
    assert problem in found[0]


def test_a_new_text_of_python_or_a_script_is_named_until_it_is_exported(catalogues):
    translate(catalogues, "de")
    translate(catalogues, "ar")
    addon = catalogues.ADDONS / "gift_base"
    (addon / "static" / "src" / "y.js").write_text('const y = _t("Brand new");\n')
    (addon / "z.py").write_text('def y(self): return self.env._("Fresh")\n')

    assert problems(catalogues) == [
        f"addons/gift_base/i18n/gift_base.pot: “{term}” is not in it; run `make i18n`."
        for term in ("Brand new", "Fresh")
    ]


def test_a_text_that_is_gone_is_stale_and_leaves_with_the_next_merge(catalogues):
    translate(catalogues, "de")
    translate(catalogues, "ar")
    export(catalogues, {"Hello %(name)s": "code:addons/m.py", "Wait": "code:addons/x.js"})

    assert problems(catalogues) == [
        f"addons/gift_base/i18n/{language}.po: “<b>All</b> gifts” is stale; run `make i18n`."
        for language in ("de", "ar")
    ]

    catalogues.merge(catalogues.ADDONS / "gift_base")
    assert problems(catalogues) == []
