"""What holds of every resolved article, however poor the reading that it rests on."""

from __future__ import annotations

import dataclasses

import pytest

from communique.model.cast import Cast
from communique.model.reading import Annotations, Attribution, Name, NameKind
from communique.model.span import Span
from communique.resolve.names import find_names
from communique.resolve.persons import gather_persons
from communique.resolve.phrases import find_phrases
from communique.resolve.places import initials
from communique.resolve.read import resolve
from communique.resolve.scene import Scene, slug
from communique.resources.names import load_lexicon
from communique.resources.world import load_world
from tests.unit.parsed import parsed, unparsed

HOSTILE = [
    "’s",
    "’s ’s ’s and and , ,",
    "“ “ “ said said",
    "The the THE of of of",
    "U.S. U.K. E.U. - - - /",
    "President President President said",
    "King III, Queen, Pope and Prince",
    "HE SAID SHE SAID IT SAID THEY",
    "his his her its their my our",
    "Trump’s Trump’s Trump’s Trump’s Trump’s Trump’s",
    "a\u0301b 👩‍👩‍👧 \u202e said",
    "Who who which that, who, said whose",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_makes_it_fail(text: str) -> None:
    annotations = unparsed(text)
    whole = Span(0, len(text))
    names = tuple(Name(w.span, kind, 0.5) for w, kind in zip(annotations.words, list(NameKind) * 9, strict=False))
    said = (Attribution((whole,), (), (whole,), 0.5), Attribution((), (), (whole,), 0.5))
    for given in (annotations, dataclasses.replace(annotations, names=names, attributions=said)):
        found = resolve(given)
        cast = Cast(found)
        for mention in found.mentions:
            assert mention.span.of(text) and mention.actors
            assert 0 <= mention.head < len(annotations.words)
        assert [m.span for m in found.mentions] == sorted(m.span for m in found.mentions)
        cast.actors_of(whole)
        assert cast.mention_at(-1) is None and cast.mention_at(10**6) is None


def test_every_source_has_an_actor() -> None:
    found = _with_source("Dozens/NNS/3/nsubj more/JJR/1/amod said/VBD/0/root no/UH/3/obj", "Dozens more")
    source = found.annotations.attributions[0].source[0]
    assert [m.actor.name for m in Cast(found).actors_of(source)] == ["dozens more"]


def test_a_pronoun_is_not_taken_from_its_own_content() -> None:
    lines = """
    He/PRP/2/nsubj said/VBD/0/root that/IN/6/mark Jonas/NNP/6/nsubj Cable/NNP/4/flat left/VBD/2/ccomp ./././punct
    """
    annotations = parsed(lines)
    text = annotations.article.text
    start = text.index("that")
    said = Attribution((Span(0, 2),), (Span(3, 7),), (Span(start, len(text) - 1),), 0.9)
    cable = Name(Span(text.index("Jonas"), text.index(" left")), NameKind.PERSON, 0.9)
    found = resolve(dataclasses.replace(annotations, attributions=(said,), names=(cable,)))
    assert "Jonas Cable" not in [m.actor.name for m in Cast(found).actors_of(Span(0, 2))]


def test_same_string_is_the_same_kind() -> None:
    annotations = unparsed("Wendt spoke. Wendt left. Elise Wendt stayed.")
    kinds = (NameKind.ORGANISATION, NameKind.PLACE, NameKind.PERSON)
    spans = (Span(0, 5), Span(13, 18), Span(25, 36))
    scene = _scene(
        dataclasses.replace(annotations, names=tuple(Name(s, k, 0.5) for s, k in zip(spans, kinds, strict=True)))
    )
    assert {run.kind for run in scene.runs} == {NameKind.PERSON}
    assert len({id(run.part) for run in scene.runs}) == 1


def test_titles_are_not_names() -> None:
    annotations = unparsed("British Prime Minister Keir Starmer and Secretary of State Jane Doe met.")
    span = Span(8, 35)  # the reader took the title into the name
    scene = _scene(dataclasses.replace(annotations, names=(Name(span, NameKind.PERSON, 0.9),)))
    assert [run.text for run in scene.runs if run.kind == NameKind.PERSON][:1] == ["Keir Starmer"]


def test_a_demonym_makes_a_land_of_a_place() -> None:
    annotations = unparsed("Tessaria signed. The Tessarian envoy left.")
    scene = _scene(dataclasses.replace(annotations, names=(Name(Span(0, 8), NameKind.PERSON, 0.4),)))
    assert [(r.text, scene.state(r)) for r in scene.runs] == [("Tessaria", "Tessaria"), ("Tessarian", "Tessaria")]


def test_ids() -> None:
    assert slug("Élysée’s A-team") == "elysees-a-team"
    assert initials("World Trade Union") == "WTU"


def _scene(annotations: Annotations) -> Scene:
    scene = Scene(annotations, load_lexicon(), load_world())
    find_names(scene)
    find_phrases(scene)
    gather_persons(scene)
    return scene


def _with_source(line: str, source: str):  # type: ignore[no-untyped-def]
    annotations = parsed(line)
    start = annotations.article.text.index(source)
    span = Span(start, start + len(source))
    content = Span(len(annotations.article.text) - 2, len(annotations.article.text))
    return resolve(dataclasses.replace(annotations, attributions=(Attribution((span,), (), (content,), 0.9),)))
