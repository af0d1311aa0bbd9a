"""Show and extend the word lists that come with the shop.

    scripts/py scripts/moderation_lists.py show en
    scripts/py scripts/moderation_lists.py add en block insult "some words" "stem*"
    scripts/py scripts/moderation_lists.py import words.txt     # "en block insult: word, word"
    scripts/py scripts/moderation_lists.py names "Scunthorpe" "Hancock"

The lists hold offensive words of many languages; they are encoded in the files and plain here.
"""

import importlib.util
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "addons/gift_personalization/moderation"


def load(name):
    """Load a module of the moderation package, without Odoo around it."""
    if "gift_moderation" not in sys.modules:
        _load("gift_moderation", PACKAGE / "__init__.py", [str(PACKAGE)])
    return importlib.import_module(f"gift_moderation.{name}")


def _load(name, path, folders):
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


lists = load("lists")
patterns = load("patterns")


def show(language):
    """Print a list in plain text."""
    if language == "names":
        print("\n".join(lists.load_names()))
        return
    for entry in lists.load_entries():
        if (entry.language or "any") == language:
            print(f"{entry.severity:7}{entry.reason:14}{entry.pattern}")


def add(language, severity, reason, *words):
    """Add patterns to the list of a language; what is in it already is left alone."""
    if severity not in patterns.SEVERITIES or reason not in patterns.REASONS:
        raise SystemExit(f"{severity} {reason}: not a severity and a reason")
    path = lists.FOLDER / f"{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    known = {line.split()[2] for line in lines if line and not line.startswith("#")}
    for word in words:
        patterns.parse(word)
        code = lists.encode(word)
        if code not in known:
            lines.append(f"{severity} {reason} {code}")
            known.add(code)
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def add_names(*names):
    """Add names and places in which nothing is found."""
    path = lists.FOLDER / "names.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    path.write_text("\n".join(sorted({*lines, *map(lists.encode, names)})) + "\n", encoding="utf-8")


def import_file(path):
    """Add the patterns of a plain text file."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            head, words = line.split(":", 1)
            add(*head.split(), *(word.strip() for word in words.split(",")))


if __name__ == "__main__":
    commands = {"show": show, "add": add, "import": import_file, "names": add_names}
    command, *arguments = sys.argv[1:] or ["help"]
    if command not in commands:
        raise SystemExit(__doc__)
    commands[command](*arguments)
