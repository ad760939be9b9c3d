"""An entry's sentence in context: the paragraph whole, the evidence marked to the character."""

from __future__ import annotations

import pytest

from communique.model.plain import entry_to_plain
from communique.web.passage import cut_passage, first_sentence, last_sentence
from tests.unit.records import ARTICLE, RECORD, build_hostile

RECORDS = [(record.article, entry) for record in (RECORD, build_hostile()) for entry in record.entries]


@pytest.mark.parametrize(("article", "entry"), RECORDS, ids=lambda value: getattr(value, "id", ""))
def test_what_is_marked_is_the_evidence_and_every_piece_stands_where_it_says(article, entry):
    passage = cut_passage(article, entry_to_plain(entry, article))
    pieces = [piece for paragraph in passage.paragraphs for piece in paragraph]
    assert all(article.text[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)
    marked = {n for piece in pieces if piece.marked for n in range(piece.start, piece.start + len(piece.text))}
    assert marked == {n for span in entry.evidence for n in range(span.start, span.end)}


def test_the_sentences_around_are_those_of_the_paragraphs_beside():
    second = next(entry for entry in RECORD.entries if entry.evidence[0].start > ARTICLE.blocks[1].span.start)
    passage = cut_passage(ARTICLE, entry_to_plain(second, ARTICLE))
    assert passage.before.endswith("without a signature.")
    assert passage.after.startswith("Tomas Okafor, who leads")


def test_a_title_ends_no_sentence():
    assert first_sentence("Gen. Ode left at 9 p.m. on Jan. 3. Nobody followed.").endswith("Jan. 3.")
    assert last_sentence("One came. “Then Mrs. Ode left.”") == "“Then Mrs. Ode left.”"
