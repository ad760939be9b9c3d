"""Parquet: typed nested columns, in row groups, the same entries back, and readable by others."""

import io
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from communique.export.jsonl import plain_to_line
from communique.export.parquet import SCHEMA, read_parquet, write_parquet
from communique.export.unicode import storable_data
from communique.model.fields import FIELDS
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import HOSTILE_PLAINS, PLAINS, entries, reviewed


def to_bytes(plains, **options):
    out = io.BytesIO()
    write_parquet(plains, out, **options)
    return out.getvalue()


def back(data):
    return list(read_parquet(io.BytesIO(data)))


@settings(max_examples=100, deadline=None)
@given(st.lists(entries(), max_size=4))
def test_whatever_the_contract_allows_comes_back_as_it_was(plains):
    assert back(to_bytes(plains)) == storable_data(plains)


def test_the_entries_of_a_record_come_back_byte_for_byte():
    assert [plain_to_line(plain) for plain in back(to_bytes(PLAINS))] == [plain_to_line(plain) for plain in PLAINS]
    assert back(to_bytes(HOSTILE_PLAINS)) == HOSTILE_PLAINS


def test_columns_have_types():
    assert SCHEMA.field("said_on").type.field("earliest").type == pa.date32()
    assert SCHEMA.field("article").type.field("published").type == pa.date32()
    assert SCHEMA.field("cue").type.field("start").type == pa.int32()
    assert SCHEMA.field("method").type.field("score").type == pa.float64()
    assert SCHEMA.field("review").type.field("at").type == pa.timestamp("us", tz="UTC")
    assert SCHEMA.field("speaker").type.value_type.field("mention").type.field("end").type == pa.int32()


def test_every_field_of_every_kind_is_a_column():
    assert {field.name for fields in FIELDS.values() for field in fields} <= set(SCHEMA.names)


def test_entries_stand_in_row_groups_and_each_is_written_before_the_next_is_taken():
    taken: list[int] = []
    taken_at_writes: list[int] = []

    class Watched(io.BytesIO):
        def write(self, data):
            taken_at_writes.append(len(taken))
            return super().write(data)

    def take():
        for number in range(2_500):
            taken.append(number)
            yield PLAINS[number % len(PLAINS)]

    out = Watched()
    write_parquet(take(), out, rows=1_000)
    found = pq.ParquetFile(io.BytesIO(out.getvalue()))
    assert [found.metadata.row_group(i).num_rows for i in range(found.num_row_groups)] == [1_000, 1_000, 500]
    assert {1_000, 2_000, 2_500} <= set(taken_at_writes)


def test_another_reader_sees_days_and_nested_parts(tmp_path):
    path = tmp_path / "record.parquet"
    path.write_bytes(to_bytes([reviewed(plain, ReviewStatus.ACCEPTED) for plain in PLAINS]))
    found = duckdb.sql(
        f"""
        SELECT id, article.published, "when".earliest, list_transform(participants, lambda actor: actor.name)
        FROM '{path}' WHERE kind = 'event' AND status = 'held'
        """
    ).fetchall()
    assert found == [(PLAINS[0]["id"], date(2030, 4, 18), date(2030, 4, 16), ["Varland", "Osmere"])]
    moments = duckdb.sql(f"SELECT epoch_us(review.at), count(*) FROM '{path}' GROUP BY ALL").fetchall()
    at = datetime(2030, 5, 2, 8, 15, 30, tzinfo=UTC)
    assert moments == [(int(at.timestamp()) * 1_000_000 + 250_000, len(PLAINS))]


def test_another_reader_sees_every_evidence_span(tmp_path):
    path = tmp_path / "record.parquet"
    path.write_bytes(to_bytes(PLAINS))
    found = duckdb.sql(
        f"SELECT id, span.start, span.\"end\", span.text FROM (SELECT id, unnest(evidence) AS span FROM '{path}')"
    ).fetchall()
    expected = [
        (plain["id"], span["start"], span["end"], span["text"]) for plain in PLAINS for span in plain["evidence"]
    ]
    assert sorted(found) == sorted(expected)


def test_a_day_that_is_none_names_its_entry():
    plain = PLAINS[0] | {"when": PLAINS[0]["when"] | {"earliest": "soon"}}
    with pytest.raises(ValueError, match=PLAINS[0]["id"]):
        to_bytes([plain])


def test_moments_without_a_zone_are_in_utc():
    plain = reviewed(PLAINS[0], ReviewStatus.ACCEPTED, at="2030-05-02T08:15:30")
    assert back(to_bytes([plain]))[0]["review"]["at"] == "2030-05-02T08:15:30+00:00"


def test_a_record_without_entries_is_a_file_with_columns():
    assert back(to_bytes([])) == []
    assert pq.read_schema(io.BytesIO(to_bytes([]))).names == SCHEMA.names
