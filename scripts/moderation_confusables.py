"""Write the table of look-alikes from Unicode's confusables.txt (UTS #39).

    scripts/py scripts/moderation_confusables.py confusables.txt

Only what moderation needs is kept: characters that look like one Latin letter and that the
compatibility decomposition does not already turn into it.
"""

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / (
    "addons/gift_personalization/moderation/confusables.py"
)
HEADER = '''\
"""Characters that look like Latin letters. Written by scripts/moderation_confusables.py.

Data of Unicode Security Mechanisms (UTS #39), confusables.txt {version}:
{copyright}

COPYRIGHT AND PERMISSION NOTICE

Permission is hereby granted, free of charge, to any person obtaining a copy of the Unicode data
files and any associated documentation (the "Data Files") or Unicode software and any associated
documentation (the "Software") to deal in the Data Files or Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell copies
of the Data Files or Software, and to permit persons to whom the Data Files or Software are
furnished to do so, provided that (a) the above copyright notice(s) and this permission notice
appear with all copies of the Data Files or Software, (b) both the above copyright notice(s) and
this permission notice appear in associated documentation, and (c) there is clear notice in each
modified Data File or in the Software as well as in the documentation associated with the Data
File(s) or Software that the data or software has been modified.

THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN
THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY
DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THE DATA FILES OR SOFTWARE.

Except as contained in this notice, the name of a copyright holder shall not be used in advertising
or otherwise to promote the sale, use or other dealings in these Data Files or Software without
prior written authorization of the copyright holder.

The data were modified: only the characters that look like one Latin letter were kept, regrouped.
"""

# letter: its look-alikes, as code points; what looks like I, l or 1 stands under "|".
_GROUPS = {{
{rows}}}

LATIN = {{
    chr(int(code, 16)): letter for letter, codes in _GROUPS.items() for code in codes.split()
}}
'''


def read(path):
    """Return (version, copyright line, {source: target}) of confusables.txt."""
    version = notice = ""
    pairs = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.startswith("# Version:"):
            version = line.split(":")[1].strip()
        if line.startswith("# ©"):
            notice = line[2:]
        parts = line.split("#")[0].split(";")
        if len(parts) > 1:
            target = "".join(chr(int(code, 16)) for code in parts[1].split())
            pairs[chr(int(parts[0].strip(), 16))] = target
    return version, notice, pairs


def letter_of(target):
    """Return the Latin letter a prototype stands for, or an empty string."""
    letter = {"rn": "m", "l": "|", "vv": "w"}.get(target, target).lower()
    is_letter = len(letter) == 1 and letter.isascii() and letter.isalpha()
    return letter if is_letter or letter == "|" else ""


def is_needed(char):
    """Say whether the compatibility decomposition gives no Latin letter anyway."""
    plain = unicodedata.normalize("NFKD", char).casefold()
    plain = "".join(part for part in plain if not unicodedata.combining(part))
    return not char.isascii() and not plain.isascii()


def main():
    version, notice, pairs = read(Path(sys.argv[1]))
    groups = defaultdict(list)
    for char, target in pairs.items():
        letter = letter_of(target)
        if letter and unicodedata.category(char)[0] in "LSN" and is_needed(char):
            groups[letter].append(f"{ord(char):x}")
    rows = "".join(_rows(letter, codes) for letter, codes in sorted(groups.items()))
    TARGET.write_text(HEADER.format(version=version, copyright=notice, rows=rows), encoding="utf-8")


def _rows(letter, codes):
    lines, line = [], ""
    for code in sorted(codes, key=lambda code: int(code, 16)):
        if len(line) + len(code) > 80:
            lines.append(line)
            line = ""
        line += code + " "
    lines.append(line.rstrip())
    body = "".join(f"        '{line}'\n" for line in lines)
    return f"    '{letter}': (\n{body}    ),\n"


if __name__ == "__main__":
    main()
