"""Bidirectional order against ICU, whose implementation passes Unicode's own conformance tests."""

import random
import unicodedata

import icu
import pytest
from bidi import get_display
from gift_engine.bidi import PAIRS, line_levels, paragraph_levels, visual_order
from gift_engine.cleaning import clean_text

TEXTS = 20_000
NUMBERS = "0123456789٠١٢٣۴۵+-.,:/%$#"
BRACKETS = sorted({*PAIRS, *PAIRS.values()})


@pytest.fixture(scope="module")
def alphabet():
    """Return {class: characters}, without those whose class differs between Unicode versions."""
    groups = {}
    for code in range(0x20000):
        char = chr(code)
        kind = unicodedata.bidirectional(char)
        if kind and not 0xD800 <= code < 0xE000:
            groups.setdefault(kind, {}).setdefault(icu.Char.charDirection(char), []).append(char)
    return {kind: max(by_code.values(), key=len) for kind, by_code in groups.items()}


def make_text(rng, alphabet, classes):
    parts = []
    for _index in range(rng.randint(1, 30)):
        chance = rng.random()
        if chance < 0.2:
            parts.append(rng.choice(BRACKETS if chance < 0.06 else "()[]{}«»<>"))
        elif chance < 0.35:
            parts.append(rng.choice(NUMBERS))
        else:
            parts.append(rng.choice(alphabet[rng.choice(classes)]))
    return "".join(parts)


def ask_icu(text):
    """Return (base level, level per character) as ICU resolves one paragraph as one line."""
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(text), icu.Bidi.DEFAULT_LTR)
    units, levels, place = bidi.getLevels(), [], 0
    for char in text:
        levels.append(units[place])
        place += 2 if ord(char) > 0xFFFF else 1
    return bidi.getParaLevel(), levels


def is_mark_after_bracket(text):
    """Say whether a mark follows a bracket, where ICU leaves rule N0 and unicode-bidi keeps it."""
    pairs = zip(text, text[1:], strict=False)
    return any(a in BRACKETS and unicodedata.bidirectional(b) == "NSM" for a, b in pairs)


def agrees_with_unicode_bidi(text, levels):
    """Say whether unicode-bidi (Rust) shows the text in the order of ``levels``."""
    visual = "".join(text[at] for at, _level in shown(text, levels))
    return neutral(get_display(text)) == neutral(visual)


def neutral(text):
    """Return ``text`` without what is invisible, mirrored characters all alike."""
    kept = (char for char in text if unicodedata.bidirectional(char) != "BN")
    return "".join("|" if unicodedata.mirrored(char) else char for char in kept)


def shown(text, levels):
    """Return (place, level) of what is seen, in visual order.

    Format characters are invisible and may have any level (UAX 9, 5.2); among texts that do not
    run backwards ICU takes a short way and gives level 0 for 2, which is the same order.
    """
    kept = [at for at, char in enumerate(text) if unicodedata.bidirectional(char) != "BN"]
    visible = [levels[at] for at in kept]
    order = [kept[at] for at in visual_order(visible)]
    runs_back = any(level % 2 for level in visible)
    return [(at, levels[at] if runs_back else 0) for at in order]


def test_every_class_of_unicode_takes_part(alphabet):
    wanted = "L R AL EN ES ET AN CS NSM BN B S WS ON LRE LRO RLE RLO PDF LRI RLI FSI PDI"

    assert set(alphabet) == set(wanted.split())
    assert all(alphabet.values())


def test_the_brackets_are_those_of_unicode():
    kind, opens = icu.UProperty.BIDI_PAIRED_BRACKET_TYPE, 1
    openers = {
        char
        for char in map(chr, range(0xD800))
        if icu.Char.getIntPropertyValue(char, kind) == opens
        and unicodedata.normalize("NFC", char) == char
    } | {
        char
        for char in map(chr, range(0xE000, 0x20000))
        if icu.Char.getIntPropertyValue(char, kind) == opens
    }

    assert openers == set(PAIRS)
    assert all(icu.Char.getBidiPairedBracket(opener) == PAIRS[opener] for opener in openers)


def test_random_texts_of_all_classes_are_ordered_as_icu_orders_them(alphabet):
    rng = random.Random(9)
    classes = sorted(alphabet)
    compared, wrong = 0, []
    while compared < TEXTS:
        text = clean_text(make_text(rng, alphabet, classes), multiline=False)
        if not text:
            continue
        compared += 1
        base, levels = paragraph_levels(text)
        levels = line_levels(levels, text, base)
        icu_base, icu_levels = ask_icu(text)
        same = base == icu_base and shown(text, levels) == shown(text, icu_levels)
        if not same and is_mark_after_bracket(text):
            same = agrees_with_unicode_bidi(text, levels)
        if not same:
            wrong.append((ascii(text), levels, icu_levels))

    assert not wrong, f"{len(wrong)} of {compared}, for example {wrong[:5]}"


def test_a_mark_stays_with_the_bracket_it_follows():
    """UAX 9, N0: marks after a bracket that changed go with it; ICU 77 puts them elsewhere."""
    text = "a\u0627[\u0660]\u0301"
    _base, levels = paragraph_levels(text)

    assert levels == [0, 1, 1, 2, 1, 1]
    assert agrees_with_unicode_bidi(text, levels)


def test_joiners_take_no_part_and_go_along_with_the_letter_before():
    assert paragraph_levels("\u0661\u200c\u0301")[1] == [2, 2, 2]
    assert paragraph_levels("\u0645\u06cc\u200c\u0634 1")[1] == [1, 1, 1, 1, 1, 2]


def test_controls_are_taken_out_so_that_no_text_turns_its_surroundings(alphabet):
    controls = [char for kind in ("LRE", "LRO", "RLE", "RLO", "PDF") for char in alphabet[kind]]
    controls += [char for kind in ("LRI", "RLI", "FSI", "PDI") for char in alphabet[kind]]

    assert len(controls) == 9
    assert clean_text("a" + "b".join(controls) + "c", multiline=False) == "a" + "b" * 8 + "c"
