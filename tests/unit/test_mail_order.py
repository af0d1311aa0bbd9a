"""What a mail is made of must be there when the mail is loaded.

Odoo renders a mail template for a record while it installs it, so an addon that loads the parts
later cannot be installed into a shop that has orders already.
"""

import ast
import re
from pathlib import Path

from lxml import etree

ADDONS = Path(__file__).parents[2] / "addons"
CALL = re.compile(r't-call="([\w.]+)"')


def find_early_mails(folder):
    """Return what mails of the addon call that is loaded after them, as (file, mail, template)."""
    files = ast.literal_eval((folder / "__manifest__.py").read_text()).get("data", [])
    trees = [etree.parse(folder / file) for file in files if file.endswith(".xml")]
    places = {
        f"{folder.name}.{template.get('id')}": (place, template)
        for place, tree in enumerate(trees) for template in tree.iter("template")
    }  # fmt: skip
    found = []
    for place, tree in enumerate(trees):
        for mail in tree.iterfind(".//record[@model='mail.template']"):
            for called in _find_called(mail, places):
                if places[called][0] > place:
                    found.append((Path(tree.docinfo.URL).name, mail.get("id"), called))
    return found


def _find_called(node, places):
    """Return the addon's own templates that a node calls, and those that these call."""
    found, open_nodes = set(), [node]
    while open_nodes:
        text = etree.tostring(open_nodes.pop(), encoding="unicode")
        new = {name for name in CALL.findall(text) if name in places} - found
        found |= new
        open_nodes += [places[name][1] for name in new]
    return sorted(found)


def test_mails_are_loaded_after_what_they_call():
    early = [each for manifest in sorted(ADDONS.glob("*/__manifest__.py"))
             for each in find_early_mails(manifest.parent)]  # fmt: skip

    assert early == []


def test_a_mail_that_comes_too_early_is_found(tmp_path):
    (tmp_path / "__manifest__.py").write_text("{'data': ['mail.xml', 'parts.xml', 'inner.xml']}")
    (tmp_path / "mail.xml").write_text(
        f"<odoo><template id='near'><t t-call=\"{tmp_path.name}.inner\"/></template>"
        "<record id='mail_thanks' model='mail.template'>"
        f'<field><t t-call="{tmp_path.name}.near"/><t t-call="web.layout"/></field></record></odoo>'
    )
    (tmp_path / "parts.xml").write_text("<odoo><template id='other'>x</template></odoo>")
    (tmp_path / "inner.xml").write_text("<odoo><template id='inner'>x</template></odoo>")

    assert find_early_mails(tmp_path) == [("mail.xml", "mail_thanks", f"{tmp_path.name}.inner")]
