"""CSV: every field in a flat row, harmless in a spreadsheet, and the same entries back."""

import csv
import io

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.export.csv_file import read_csv, write_csv
from communique.export.flat import COLUMNS, join, split
from communique.export.jsonl import plain_to_line
from communique.export.unicode import storable, storable_data
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import HOSTILE_PLAINS, PLAINS, entries, reviewed, texts


def to_bytes(plains, **options):
    out = io.BytesIO()
    write_csv(plains, out, **options)
    return out.getvalue()


def to_rows(plains):
    return list(csv.DictReader(io.StringIO(to_bytes(plains).decode("utf-8"), newline=""), strict=True))


def row_of(kind, number=0):
    return to_rows([plain for plain in PLAINS if plain["kind"] == kind])[number]


@settings(max_examples=150, deadline=None)
@given(st.lists(entries(), max_size=4))
def test_whatever_the_contract_allows_comes_back_as_it_was(plains):
    back = list(read_csv(io.BytesIO(to_bytes(plains))))
    assert back == storable_data(plains)


@settings(max_examples=150, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=3))
def test_no_cell_begins_like_a_formula_or_holds_what_breaks_a_reader(plains):
    for row in to_rows(plains):
        for column, cell in row.items():
            assert "\0" not in cell
            if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") and cell:
                assert float(cell) < 0, column  # digits alone
            assert not cell.startswith(("\t", "\r", "\n"))


def test_the_entries_of_a_record_come_back_byte_for_byte():
    back = read_csv(io.BytesIO(to_bytes(PLAINS)))
    assert [plain_to_line(plain) for plain in back] == [plain_to_line(plain) for plain in PLAINS]


def test_hostile_words_come_back_and_stay_in_their_cells():
    assert list(read_csv(io.BytesIO(to_bytes(HOSTILE_PLAINS)))) == HOSTILE_PLAINS
    assert len(to_rows(HOSTILE_PLAINS)) == len(HOSTILE_PLAINS)


def test_columns_are_unique_and_cover_every_field_of_every_kind():
    assert len(set(COLUMNS)) == len(COLUMNS)
    for fields in FIELDS.values():
        for field in fields:
            assert any(column == field.name or column.startswith(f"{field.name}_") for column in COLUMNS)


def test_an_actor_has_a_column_for_each_part():
    row = row_of(Kind.STATEMENT)
    assert row["speaker_id"] == "person:ilse-brandt"
    assert row["speaker_name"] == "Ilse Brandt"
    assert row["speaker_kind"] == "person"
    assert row["speaker_text"] == "Ilse Brandt"
    assert int(row["speaker_end"]) - int(row["speaker_start"]) == len("Ilse Brandt")


def test_several_actors_are_joined_by_a_bar():
    assert row_of(Kind.EVENT)["participants_name"] == "Varland|Osmere"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("deadline_earliest", "2030-06-24"),
        ("deadline_value", "2030-06-30"),
        ("status", "offered"),
        ("review_status", ""),
        ("amount_value", ""),
        ("verdict", ""),
    ],
)
def test_a_commitment_fills_its_own_columns_and_no_others(column, cell):
    assert row_of(Kind.COMMITMENT)[column] == cell


def test_binding_comes_back_as_the_boolean_it_was():
    provisions = [plain for plain in PLAINS if plain["kind"] == "provision"]
    assert [plain["binding"] for plain in read_csv(io.BytesIO(to_bytes(provisions)))] == [True, False]


def test_the_decision_of_a_person_is_kept():
    plain = reviewed(PLAINS[0], ReviewStatus.CORRECTED, changed=["type", "when"])
    row = to_rows([plain])[0]
    assert (row["review_status"], row["review_by"], row["review_changed"]) == ("corrected", "Ana Duarte", "type|when")
    assert list(read_csv(io.BytesIO(to_bytes([plain])))) == [plain]


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-5 degrees", "'-5 degrees"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'tis", "''tis"),
        ("", "'"),
        ("plain = words", "plain = words"),
    ],
)
def test_a_formula_is_made_text(words, cell):
    plain = PLAINS[0] | {"article": PLAINS[0]["article"] | {"title": words}}
    assert to_rows([plain])[0]["article_title"] == cell
    assert next(read_csv(io.BytesIO(to_bytes([plain]))))["article"]["title"] == words


def test_a_negative_decimal_stays_a_number_and_a_formula_in_its_place_does_not():
    figure = next(plain for plain in PLAINS if plain["kind"] == "amount")
    assert to_rows([figure | {"value": "-5.25"}])[0]["value"] == "-5.25"
    assert to_rows([figure | {"value": "-5+cmd|x"}])[0]["value"] == "'-5+cmd|x"


def test_excel_is_told_that_it_is_utf8_when_asked():
    assert not to_bytes(PLAINS).startswith(b"\xef\xbb\xbf")
    marked = to_bytes(PLAINS, bom=True)
    assert marked.startswith(b"\xef\xbb\xbfid,kind,")
    assert list(read_csv(io.BytesIO(marked))) == PLAINS


def test_rows_end_as_the_standard_says():
    lines = to_bytes([]).split(b"\r\n")
    assert lines == [",".join(COLUMNS).encode(), b""]


def test_another_reader_sees_the_same_cells(tmp_path):
    path = tmp_path / "record.csv"
    path.write_bytes(to_bytes(PLAINS))
    found = duckdb.read_csv(str(path), all_varchar=True, header=True).project("id, kind, evidence_text").fetchall()
    assert found == [(row["id"], row["kind"], row["evidence_text"]) for row in to_rows(PLAINS)]


def test_columns_may_move_be_added_and_be_left_out():
    plain = next(plain for plain in PLAINS if plain["kind"] == "event")
    row = to_rows([plain])[0]
    kept = [column for column in reversed(COLUMNS) if row[column]]
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerows([[*kept, "my notes"], [*(row[column] for column in kept), "check"]])
    assert list(read_csv(io.BytesIO(out.getvalue().encode()))) == [plain]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("id,kind\r\ne1,festival\r\n", "row 2: needs an id and one of the kinds"),
        ("id,kind\r\ne1,event\r\n", "row 2: e1 has no evidence"),
        (
            "id,kind,evidence_start,evidence_end,evidence_text\r\ne1,event,1|2,3,x\r\n",
            "row 2: evidence_text has 1 values where others of evidence have 2",
        ),
        ("id,kind,evidence_start\r\ne1,event,\\q\r\n", "row 2: .*stands for nothing"),
        ("id,kind,evidence_start\r\ne1,event,one\r\n", "row 2: invalid literal"),
        ('id,kind\r\n"e1,event\r\n', "no CSV"),
    ],
)
def test_a_row_that_is_no_entry_is_named(cells, told):
    with pytest.raises(ValueError, match=told):
        list(read_csv(io.BytesIO(cells.encode())))


def test_bytes_that_are_no_utf8_are_refused():
    with pytest.raises(ValueError, match="no CSV in UTF-8"):
        list(read_csv(io.BytesIO(b"id,kind\r\n\xff,event\r\n")))


@given(st.lists(st.none() | texts.map(storable), min_size=1).filter(lambda items: items != [None]))
def test_joined_values_come_apart_again(items):
    assert split(join(items)) == items


def test_the_stream_stays_open():
    out = io.BytesIO()
    write_csv(PLAINS[:1], out)
    out.seek(0)
    list(read_csv(out))
    assert not out.closed
