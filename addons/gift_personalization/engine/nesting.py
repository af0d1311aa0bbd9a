"""Nesting: where the pieces of a batch lie on sheets. Rectangles, turned by a quarter or not.

Several heuristics of rectpack are tried and the best result is kept: fewest sheets first, then
the largest piece of the last one left over.
"""

from dataclasses import dataclass

from .errors import EngineError

# Above so many pieces only the fast heuristics are tried.
MANY = 250
ALGORITHMS = ("MaxRectsBl", "MaxRectsBssf", "MaxRectsBaf", "GuillotineBssfSas", "SkylineBlWm")
FAST = ("GuillotineBssfSas",)
SORTS = ("SORT_AREA", "SORT_LSIDE", "SORT_SSIDE", "SORT_PERI")


@dataclass(frozen=True)
class Sheet:
    """What is printed on: nothing lies nearer to its edge than the margin.

    :param int gap_um: least distance between two pieces
    :param bool turn: whether pieces may be turned by a quarter
    """

    width_um: int
    height_um: int
    margin_um: int = 0
    gap_um: int = 0
    turn: bool = True


@dataclass(frozen=True)
class Piece:
    """So many copies of one rectangle; ``key`` names it."""

    key: object
    width_um: int
    height_um: int
    count: int = 1


@dataclass(frozen=True)
class Place:
    """Where one copy lies: its upper left corner and the size that it takes there.

    :param int copy: from 1
    :param bool turned: by a quarter, clockwise
    """

    key: object
    copy: int
    x_um: int
    y_um: int
    width_um: int
    height_um: int
    turned: bool


def nest(sheet, pieces):
    """Return the sheets: a tuple of :class:`Place` for each, the fullest first.

    :raises EngineError: ``piece_too_large`` with ``piece``, or ``bad_sheet``
    """
    room = _room(sheet)
    rectangles = []
    for piece in pieces:
        _check_fits(piece, sheet, room)
        size = (piece.width_um + sheet.gap_um, piece.height_um + sheet.gap_um)
        rectangles += [(piece, number, *size) for number in range(1, piece.count + 1)]
    if not rectangles:
        return ()
    algorithms = ALGORITHMS if len(rectangles) <= MANY else FAST
    found = [
        _packed(rectangles, room, sheet, algorithm, sort)
        for algorithm in algorithms
        for sort in SORTS
    ]
    best = min(filter(None, found), key=_cost)
    return tuple(sorted(best, key=lambda places: -covered(places)))


def covered(places):
    """Return the area of the pieces in µm²."""
    return sum(place.width_um * place.height_um for place in places)


def use_percent(sheet, places):
    """Return how much of a sheet its pieces cover, in per cent with one decimal."""
    return round(100 * covered(places) / (sheet.width_um * sheet.height_um), 1)


def _room(sheet):
    """Return the size of what may be printed on, grown by the gap that each piece brings."""
    room = tuple(
        side - 2 * sheet.margin_um + sheet.gap_um for side in (sheet.width_um, sheet.height_um)
    )
    if min(room) <= sheet.gap_um or min(sheet.margin_um, sheet.gap_um) < 0:
        raise EngineError("bad_sheet")
    return room


def _check_fits(piece, sheet, room):
    width, height = piece.width_um + sheet.gap_um, piece.height_um + sheet.gap_um
    fits = width <= room[0] and height <= room[1]
    if not fits and not (sheet.turn and height <= room[0] and width <= room[1]):
        raise EngineError("piece_too_large", piece=piece.key)


def _packed(rectangles, room, sheet, algorithm, sort):
    """Return the sheets as one heuristic fills them, or None when it leaves a piece out."""
    import rectpack_py3 as rectpack
    from rectpack_py3 import guillotine, maxrects, skyline

    modules = {"M": maxrects, "G": guillotine, "S": skyline}
    packer = rectpack.newPacker(
        mode=rectpack.PackingMode.Offline,
        bin_algo=rectpack.PackingBin.BBF,
        pack_algo=getattr(modules[algorithm[0]], algorithm),
        sort_algo=getattr(rectpack, sort),
        rotation=sheet.turn,
    )
    packer.add_bin(*room, count=len(rectangles))
    for number, (_piece, _copy, width, height) in enumerate(rectangles):
        packer.add_rect(width, height, rid=number)
    packer.pack()
    sheets = [[_place(rect, rectangles, sheet) for rect in one] for one in packer]
    if sum(map(len, sheets)) != len(rectangles):
        return None
    return [tuple(sorted(one, key=lambda place: (place.y_um, place.x_um))) for one in sheets if one]


def _place(rect, rectangles, sheet):
    piece, copy, width, height = rectangles[rect.rid]
    return Place(
        piece.key,
        copy,
        int(rect.x) + sheet.margin_um,
        int(rect.y) + sheet.margin_um,
        int(rect.width) - sheet.gap_um,
        int(rect.height) - sheet.gap_um,
        (int(rect.width), int(rect.height)) != (width, height),
    )


def _cost(sheets):
    ends = [max(place.y_um + place.height_um for place in places) for places in sheets]
    return len(sheets), min(ends), sum(ends)
