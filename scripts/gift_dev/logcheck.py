"""Find warnings and errors of our addons in an Odoo log."""

import re

LINE = re.compile(
    r"^\S+ \S+ \d+ (?P<level>WARNING|ERROR|CRITICAL) \S+ (?P<logger>\S+?):(?P<text>.*)"
)
# A bundle that does not compile is named by its error, not by the addon whose style is wrong.
OURS = ("odoo.addons.gift_", "odoo.addons.base.models.assetsbundle")


def is_complaint(level, logger, text):
    """Tell whether a log record is a warning of our addons, or about one of their files.

    A refused request is logged by `odoo.http` as a warning with its reason; that is not a defect.
    """
    if logger.startswith(OURS):
        return True
    if logger == "odoo.http" and level == "WARNING":
        return False
    return "gift_" in text and not logger.startswith("odoo.sql_db")


def complaints(path):
    """Return the lines of a log file that are warnings or errors of ours."""
    if not path.exists():
        return []
    found = []
    with open(path, errors="replace") as handle:
        for line in handle:
            match = LINE.match(line)
            if match and is_complaint(match["level"], match["logger"], match["text"]):
                found.append(line.rstrip())
    return found
