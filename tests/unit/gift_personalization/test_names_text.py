"""Lists of names: encodings, delimiters, limits and exported files."""

import pytest
from gift_engine.errors import EngineError
from gift_engine.names.decoding import decode, repair
from gift_engine.names.table import MAX_ROWS, read_pasted, read_text, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st

LISTS = {
    "cp1252": "José\nZoë\nMüller\nFrançois\nÅsa",
    "cp1250": "Jiří Dvořák\nBožena Němcová\nTomáš",
    "cp1254": "Ayşe\nIşık\nGökçe\nÇağla",
    "cp1257": "Žanis\nĒriks\nKārlis\nĢirts",
    "cp1251": "Анна\nПавел\nЕлена",
    "cp1253": "Γιώργος\nΕλένη",
    "cp1255": "דוד\nשרה",
    "cp1256": "محمد\nفاطمة",
    "mac_roman": "José\nZoë\nMüller",
    "cp932": "山田さくら\n佐藤ハナ",
    "gb18030": "王小明\n李娜",
}
CELL = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), blacklist_characters="\x85"),
    max_size=30,
)


@pytest.mark.parametrize("encoding", [*LISTS, "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_encoding_of_a_list_is_found_from_its_letters(encoding):
    text = LISTS.get(encoding, LISTS["cp1252"])

    table = read_text(text.encode(encoding))

    assert [row[0] for row in table.rows] == text.split("\n")


@pytest.mark.parametrize("text", ["Søren\nBjørn\nÅse", "René", "Łukasz\nŻaneta", "Þórður\nÝmir"])
def test_short_lists_keep_their_letters(text):
    encoding = "cp1250" if "Ł" in text else "cp1252"

    assert decode(text.encode(encoding)).text == text


def test_a_given_encoding_wins_and_a_wrong_one_is_refused():
    assert decode("Ř".encode("cp1250"), "cp1250").text == "Ř"
    with pytest.raises(EngineError) as caught:
        decode(b"\xff\xfe\xfa", "utf-8")

    assert caught.value.code == "names_encoding"


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("JosÃ©", "José"),
        ("MÃ¼ller", "Müller"),
        ("ZoÃ« & BjÃ¶rn", "Zoë & Björn"),
        ("José", "José"),
        ("São João", "São João"),
        ("Ãgnes", "Ãgnes"),
        ("Ngọc Ánh", "Ngọc Ánh"),
        ("Αθηνά", "Αθηνά"),
    ],
)
def test_broken_accents_are_mended_and_correct_ones_left_alone(broken, mended):
    assert repair(broken) == mended


def test_mended_cells_are_counted():
    table = read_text("Name;Qty\nJosÃ©;2\nAnna;1".encode())

    assert table.rows == (("Name", "Qty"), ("José", "2"), ("Anna", "1"))
    assert table.repaired == 1


@pytest.mark.parametrize("delimiter", ["\t", ";", ",", "|"])
def test_every_usual_delimiter_is_found(delimiter):
    text = "\n".join(delimiter.join(row) for row in (("Name", "Size"), ("Anna", "M"), ("Jo", "L")))

    table = read_text(text.encode())

    assert (table.delimiter, table.rows[1]) == (delimiter, ("Anna", "M"))


def test_the_line_in_which_excel_names_its_delimiter_is_obeyed():
    assert read_text(b"sep=|\nAnna|1\nA;b|2").rows == (("Anna", "1"), ("A;b", "2"))


def test_quoted_cells_keep_delimiters_and_line_breaks():
    table = read_text(b'Name;Text\n"Meyer; Anna";"one\r\ntwo"\n')

    assert table.rows[1] == ("Meyer; Anna", "one\ntwo")


def test_pasted_names_keep_their_commas_and_tabs_part_columns():
    assert read_pasted("Meyer, Anna\nBerg, Paul\n").rows == (("Meyer, Anna",), ("Berg, Paul",))
    assert read_pasted("Anna\t2\nPaul\t1").rows == (("Anna", "2"), ("Paul", "1"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "names_empty"),
        (b"\n ;;\n\n", "names_empty"),
        (b"x\n" * (MAX_ROWS + 2), "names_too_many_rows"),
        (b";".join([b"x"] * 41), "names_too_many_columns"),
        (b"x" * 501, "names_cell_too_long"),
        (b"x" * (2 * 1024 * 1024 + 1), "names_too_large"),
        (b'"' + b"Anna\n" * 200, "names_cell_too_long"),
        (bytes(range(256)) * 4, "names_not_text"),
    ],
)
def test_a_hostile_file_gets_its_code(data, code):
    with pytest.raises(EngineError) as caught:
        read_text(data)

    assert caught.value.code == code


def test_as_many_rows_as_allowed_are_read_below_their_headings():
    assert len(read_text(b"Name\n" + b"Anna\n" * MAX_ROWS).rows) == MAX_ROWS + 1


def test_formulas_are_guarded_in_files_and_the_guard_is_taken_off_again():
    rows = [("=1+1", "+49 1"), ("-3", "@x"), ("Anna", "'quoted'")]

    data = write_csv(rows)

    assert data.decode("utf-8-sig").split("\r\n")[0] == "'=1+1,'+49 1"
    assert read_text(data).rows == tuple(rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, st.just("x")), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows):
    read = read_text(write_csv(rows), encoding="utf-8", delimiter=",").rows

    assert [row[-1] for row in read] == ["x"] * len(rows)
    for before, after in zip(rows, read, strict=True):
        if before[0].isascii() and not before[0].startswith("'"):
            assert after[0] == before[0].strip(" ")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_code(data):
    try:
        table = read_text(data)
    except EngineError as error:
        assert error.code.startswith("names_")
    else:
        assert table.rows
        assert len({len(row) for row in table.rows}) == 1
        assert not any("\0" in cell for row in table.rows for cell in row)
