"""Check what no linter knows: layers, addon order and file sizes.

- `engine/` and `moderation/` are pure Python: no Odoo, no clock, no network, and import only what
  is in their own folder.
- Addons import and depend only downwards (docs/architecture.md).
- No source file is longer than 500 lines.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ROOT / "addons"
# From the ground up; an addon may use those before it, and the ones of a group not each other.
LEVELS = (
    {"gift_base"},
    {"gift_personalization"},
    {"gift_loyalty", "gift_supplier_portal", "gift_payment", "gift_law"},
    {"gift_reports"},
    {"gift_store"},
)
PURE = ("engine", "moderation")
NOT_IN_ENGINE = {"odoo", "time", "datetime", "random", "requests", "urllib", "http", "psycopg2"}
MAX_LINES = 500


def level(addon):
    """Return how high an addon stands; unknown addons stand on top."""
    return next((n for n, group in enumerate(LEVELS) if addon in group), len(LEVELS))


def imported(tree):
    """Yield (line, absolute module) of every import of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def pure_folder(path):
    """Return the pure folder that a module is in, or an empty string."""
    return next((name for name in PURE if name in path.relative_to(ADDONS).parts[:-1]), "")


def too_high_relative(path, tree):
    """Yield (line, text) of relative imports that leave the pure folder."""
    depth = len(path.parts) - path.parts.index(pure_folder(path)) - 1
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level > depth:
            yield node.lineno, "." * node.level + (node.module or "")


def check_module(path, addon):
    """Yield what is wrong with one Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    in_engine = pure_folder(path)
    for line, name in imported(tree):
        parts = name.split(".")
        if in_engine and parts[0] in NOT_IN_ENGINE:
            yield f"{path}:{line}: {in_engine}/ must not import {parts[0]}"
        other = parts[2] if parts[:2] == ["odoo", "addons"] and len(parts) > 2 else ""
        if other.startswith("gift_") and other != addon and level(other) >= level(addon):
            yield f"{path}:{line}: {addon} must not import {other}, which stands above or beside it"
    if in_engine:
        for line, name in too_high_relative(path, tree):
            yield f"{path}:{line}: {in_engine}/ must not import {name} from outside"


def check_manifest(path, addon):
    """Yield dependencies that point upwards or sideways."""
    for other in ast.literal_eval(path.read_text(encoding="utf-8")).get("depends", []):
        if other.startswith("gift_") and level(other) >= level(addon):
            yield f"{path}: {addon} must not depend on {other}"


def check():
    """Yield everything that is wrong in this checkout."""
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        yield from check_manifest(manifest, manifest.parent.name)
    for path in sorted(ADDONS.rglob("*.py")):
        yield from check_module(path, path.relative_to(ADDONS).parts[0])
    for folder in (ADDONS, ROOT / "scripts", ROOT / "tests"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".js", ".xml", ".scss"} and "lib" not in path.parts:
                lines = path.read_text(encoding="utf-8").count("\n")
                if lines > MAX_LINES:
                    yield f"{path}: {lines} lines; split it along its flow"


if __name__ == "__main__":
    problems = list(check())
    print("\n".join(problems) or "layers: nothing to complain about")
    sys.exit(bool(problems))
