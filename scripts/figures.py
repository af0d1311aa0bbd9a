"""Write `docs/manual/figures.md` from the dictionary of figures (`gift_reports/kpis.py`).

scripts/py scripts/figures.py            write the page
scripts/py scripts/figures.py --check    tell whether it is up to date
"""

import importlib
import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "manual" / "figures.md"
HEAD = """# What the figures mean

Each figure is computed in one place and is the same in every view, spreadsheet and mail. *M* marks
figures for managers only. This page is written by `scripts/figures.py` from
`addons/gift_reports/kpis.py`, which is also what a field's help and a spreadsheet's cover say.
"""


def build(kpis):
    """Return the page: a table for each read model."""
    lines, model = [HEAD], None
    for kpi in kpis:
        if kpi.model != model:
            model = kpi.model
            lines += [f"\n## `{model}`\n", "| figure | unit | formula | from | mind |"]
            lines.append("|---|---|---|---|---|")
        name, *texts = (text._source for text in (kpi.name, kpi.formula, kpi.source, kpi.trap))
        cells = (name + (" *M*" if kpi.for_managers else ""), kpi.unit, *texts)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def read_kpis():
    """Return the dictionary; its texts are read in English, the source."""
    name = "odoo.addons.gift_reports"
    if name not in sys.modules:
        package = sys.modules[name] = types.ModuleType(name)  # its models need a running Odoo
        package.__path__ = [str(ROOT / "addons/gift_reports")]
    return importlib.import_module(f"{name}.kpis").KPIS.values()


def main():
    text = build(read_kpis())
    if "--check" in sys.argv:
        return 0 if PAGE.read_text() == text else 1
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
