"""Unicode bidirectional algorithm (UAX 9) for text without explicit formatting characters.

``cleaning`` removes embeddings, overrides and isolates, so rules X1–X10 fall away and a
paragraph is one isolating run: P2–P3, W1–W7, N0–N2, I1–I2, and L1–L2 per line.
"""

import unicodedata

# Bidi_Paired_Bracket of Unicode 16; U+2329 and U+232A are U+3008 and U+3009 after normalisation.
_PAIRED = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘"
    "⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
PAIRS = dict(zip(_PAIRED[::2], _PAIRED[1::2], strict=True))
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
NEUTRAL = {"B", "S", "WS", "ON"}
RTL_TYPES = {"R", "AL", "AN"}
MAX_OPEN_BRACKETS = 63
# No character below it is right to left.
FIRST_RTL = "\u0590"


def paragraph_levels(text):
    """Return (base level, embedding level per character) of one paragraph."""
    if not text or max(text) < FIRST_RTL:
        return 0, [0] * len(text)
    originals = [unicodedata.bidirectional(char) or "L" for char in text]
    base = _base_level(originals)
    if base == 0 and not RTL_TYPES.intersection(originals):
        return 0, [0] * len(text)
    # Rule X9: joiners take no part; they go along with the character before them.
    places = [place for place, kind in enumerate(originals) if kind != "BN"]
    resolved = dict(zip(places, _resolve(text, originals, places, base), strict=True))
    levels, level = [], base
    for place in range(len(text)):
        level = resolved.get(place, level)
        levels.append(level)
    return base, levels


def _resolve(text, originals, places, base):
    """Return the level of each of ``places`` by the rules W1 to I2."""
    text = "".join(text[place] for place in places)
    originals = [originals[place] for place in places]
    types = list(originals)
    embedding = "R" if base else "L"
    _resolve_weak(types, embedding)
    _resolve_brackets(text, types, originals, embedding)
    _resolve_neutral(types, embedding)
    return [_implicit_level(kind, base) for kind in types]


def line_levels(levels, originals, base):
    """Rule L1: reset trailing blanks of a line to the paragraph's level."""
    levels = list(levels)
    index = len(levels)
    while index and originals[index - 1].isspace():
        index -= 1
        levels[index] = base
    return levels


def visual_order(levels):
    """Rule L2: return run indices in visual order, given one level per run."""
    order = list(range(len(levels)))
    if not levels:
        return order
    lowest_odd = min((level for level in levels if level % 2), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order


def _base_level(types):
    for kind in types:
        if kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
    return 0


def _resolve_weak(types, embedding):
    _w1_marks(types, embedding)
    _w2_w3_digits(types, embedding)
    _w4_separators(types)
    _w5_w6_terminators(types)
    _w7_latin_digits(types, embedding)


def _w1_marks(types, embedding):
    before = embedding
    for index, kind in enumerate(types):
        if kind == "NSM":
            types[index] = before
        before = types[index]


def _w2_w3_digits(types, embedding):
    strong = embedding
    for index, kind in enumerate(types):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[index] = "AN"
    for index, kind in enumerate(types):
        if kind == "AL":
            types[index] = "R"


def _w4_separators(types):
    for index in range(1, len(types) - 1):
        before, kind, after = types[index - 1 : index + 2]
        if before == after and (
            (before == "EN" and kind in ("ES", "CS")) or (before == "AN" and kind == "CS")
        ):
            types[index] = before


def _w5_w6_terminators(types):
    index = 0
    while index < len(types):
        if types[index] != "ET":
            if types[index] in ("ES", "CS"):
                types[index] = "ON"
            index += 1
            continue
        end = index
        while end < len(types) and types[end] == "ET":
            end += 1
        beside_number = (index and types[index - 1] == "EN") or (
            end < len(types) and types[end] == "EN"
        )
        types[index:end] = ["EN" if beside_number else "ON"] * (end - index)
        index = end


def _w7_latin_digits(types, embedding):
    strong = embedding
    for index, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _resolve_brackets(text, types, originals, embedding):
    """Rule N0: a bracket pair takes the direction of what it holds."""
    for opener, closer in _bracket_pairs(text, types):
        inside = {_strong(kind) for kind in types[opener + 1 : closer]} - {None}
        if embedding in inside:
            found = embedding
        elif inside:
            before = next(
                (_strong(kind) for kind in reversed(types[:opener]) if _strong(kind)), embedding
            )
            found = before if before != embedding else embedding
        else:
            continue
        for place in (opener, closer):
            types[place] = found
            while place + 1 < len(types) and originals[place + 1] == "NSM":
                place += 1
                types[place] = found


def _bracket_pairs(text, types):
    stack, pairs = [], []
    for index, char in enumerate(text):
        if types[index] != "ON":
            continue
        if char in PAIRS:
            if len(stack) == MAX_OPEN_BRACKETS:
                return sorted(pairs)
            stack.append((char, index))
        elif char in CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == CLOSERS[char]:
                    pairs.append((stack[depth][1], index))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _strong(kind):
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "EN", "AN") else None


def _resolve_neutral(types, embedding):
    """Rules N1 and N2: a stretch of neutrals takes the direction that both its sides share."""
    index = 0
    while index < len(types):
        if types[index] not in NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(types) and types[end] in NEUTRAL:
            end += 1
        before = _strong(types[index - 1]) if index else embedding
        after = _strong(types[end]) if end < len(types) else embedding
        direction = before if before == after and before else embedding
        types[index:end] = [direction] * (end - index)
        index = end


def _implicit_level(kind, base):
    if base % 2:
        return base if kind == "R" else base + 1
    return {"R": base + 1, "AN": base + 2, "EN": base + 2}.get(kind, base)
