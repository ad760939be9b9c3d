"""Web Annotations: every MUST of the data model that applies to what we write, each with a way to break it.

The rules are those of https://www.w3.org/TR/annotation-model/ in our own words. Those about structure stand in a JSON
Schema of ours; that the schema holds them is shown by breaking each in turn. What the JSON means is checked as RDF,
with a context of ours that maps the standard's terms which we use to their IRIs.
"""

import copy
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from communique.export.unicode import storable_data
from communique.export.web_annotation import CONTEXT, TERMS, annotate, read_annotations, write_annotations
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import HOSTILE_PLAINS, NASTY, PLAINS, entries, reviewed
from tests.unit.records import ARTICLE

AT = datetime(2030, 5, 3, 12, tzinfo=UTC)
FACTS = {"id": ARTICLE.id, "text": ARTICLE.text, "added": "2030-04-18T20:00:00+00:00"}

OA, AS = Namespace("http://www.w3.org/ns/oa#"), Namespace("http://www.w3.org/ns/activitystreams#")
DC, DCTERMS = Namespace("http://purl.org/dc/elements/1.1/"), Namespace("http://purl.org/dc/terms/")
FOAF, ENTRY = Namespace("http://xmlns.com/foaf/0.1/"), URIRef("urn:communique:term:entry")


def link(iri, **more):
    return {"@id": str(iri), "@type": "@id", **more}


def typed(iri, type):
    return {"@id": str(iri), "@type": str(type)}


# The terms of the standard that we use, and no others.
MEANINGS = {
    "dc": str(DC),
    "id": "@id",
    "type": "@type",
    **{name: str(OA[name]) for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector")},
    **{name: str(OA[name]) for name in ("TextPositionSelector", "TimeState", "exact", "prefix", "suffix")},
    **{name: str(OA[name]) for name in ("describing", "classifying", "tagging", "assessing")},
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Person": str(FOAF.Person),
    "Software": str(AS.Application),
    "AnnotationCollection": str(AS.OrderedCollection),
    "AnnotationPage": str(AS.OrderedCollectionPage),
    "body": link(OA.hasBody),
    "target": link(OA.hasTarget),
    "source": link(OA.hasSource),
    "selector": link(OA.hasSelector),
    "state": link(OA.hasState),
    "cached": link(OA.cachedSource),
    "via": link(OA.via),
    "creator": link(DCTERMS.creator),
    "items": link(AS["items"], **{"@container": "@list"}),
    "partOf": link(AS.partOf),
    "first": link(AS.first),
    "last": link(AS.last),
    "motivation": {"@id": str(OA.motivatedBy), "@type": "@vocab"},
    "purpose": {"@id": str(OA.hasPurpose), "@type": "@vocab"},
    "created": typed(DCTERMS.created, XSD.dateTime),
    "modified": typed(DCTERMS.modified, XSD.dateTime),
    "generated": typed(DCTERMS.issued, XSD.dateTime),
    "start": typed(OA.start, XSD.nonNegativeInteger),
    "end": typed(OA.end, XSD.nonNegativeInteger),
    "total": typed(AS.totalItems, XSD.nonNegativeInteger),
    "startIndex": typed(AS.startIndex, XSD.nonNegativeInteger),
    "format": str(DC["format"]),
    "language": str(DC.language),
    "value": str(RDF.value),
    "name": str(FOAF.name),
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
COUNT = {"type": "integer", "minimum": 0}
CONTEXTS = {
    "oneOf": [
        {"const": CONTEXT},
        {"type": "array", "minItems": 2, "contains": {"const": CONTEXT}},
    ]
}


def typed_as(name):
    return {"oneOf": [{"const": name}, {"type": "array", "contains": {"const": name}}]}


def some(kind):
    """One, or a list of at least one."""
    return {"oneOf": [kind, {"type": "array", "minItems": 1, "items": kind}]}


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/collection",
    "$defs": {
        "collection": {
            "type": "object",
            "required": ["@context", "id", "type"],
            "properties": {
                "@context": CONTEXTS,
                "id": IRI,
                "type": typed_as("AnnotationCollection"),
                "label": some({"type": "string"}),
                "total": COUNT,
                "first": {"oneOf": [IRI, {"$ref": "#/$defs/page"}]},
                "last": IRI,
            },
            "if": {"properties": {"total": {"minimum": 1}}, "required": ["total"]},
            "then": {"required": ["first"]},
        },
        "page": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {
                "id": IRI,
                "type": typed_as("AnnotationPage"),
                "partOf": IRI,
                "startIndex": COUNT,
                "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/annotation"}},
            },
        },
        "standing": {"allOf": [{"$ref": "#/$defs/annotation"}, {"required": ["@context"]}]},
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "properties": {
                "@context": CONTEXTS,
                "id": IRI,
                "type": typed_as("Annotation"),
                "motivation": {"enum": ["describing"]},
                "created": MOMENT,
                "modified": MOMENT,
                "generated": MOMENT,
                "via": IRI,
                "creator": {"$ref": "#/$defs/agent"},
                "body": some({"$ref": "#/$defs/body"}),
                "target": some({"$ref": "#/$defs/target"}),
            },
            "not": {"required": ["body", "bodyValue"]},
        },
        "agent": {
            "type": "object",
            "properties": {"id": IRI, "type": {"enum": ["Person", "Organization", "Software"]}},
        },
        "body": {
            "type": "object",
            "properties": {
                "created": MOMENT,
                "creator": {"$ref": "#/$defs/agent"},
                "textDirection": {"enum": ["ltr", "rtl", "auto"]},
            },
            "oneOf": [
                {
                    "properties": {"type": typed_as("TextualBody"), "value": {"type": "string"}},
                    "required": ["type", "value"],
                },
                {
                    "properties": {"type": typed_as("SpecificResource"), "source": {"$ref": "#/$defs/source"}},
                    "required": ["type", "source"],
                },
            ],
        },
        "source": {"oneOf": [IRI, {"type": "object", "required": ["id"], "properties": {"id": IRI}}]},
        "target": {
            "type": "object",
            "required": ["source"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"$ref": "#/$defs/source"},
                "selector": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/selector"}},
                "state": {"$ref": "#/$defs/state"},
            },
        },
        "selector": {
            "oneOf": [
                {
                    "required": ["type", "exact"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        "exact": {"type": "string"},
                        "prefix": {"type": "string"},
                        "suffix": {"type": "string"},
                    },
                },
                {
                    "required": ["type", "start", "end"],
                    "properties": {"type": {"const": "TextPositionSelector"}, "start": COUNT, "end": COUNT},
                },
            ]
        },
        "state": {
            "required": ["type"],
            "properties": {"type": {"const": "TimeState"}, "cached": some(IRI), "sourceDate": some(MOMENT)},
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
STANDING = VALIDATOR.evolve(schema={"$ref": "#/$defs/standing", "$defs": SCHEMA["$defs"]})


def write(plains, articles=lambda id: FACTS, **options):
    out = io.BytesIO()
    write_annotations(plains, articles, out, at=AT, name="The Ledda talks", **options)
    return json.loads(out.getvalue())


JUDGED = [reviewed(PLAINS[0], ReviewStatus.ACCEPTED), reviewed(PLAINS[1], ReviewStatus.ADDED), *PLAINS[2:]]
WHOLE = write(JUDGED, base_url="https://desk.example")


def first(doc):
    return doc["first"]["items"][0]


def quote(doc):
    return first(doc)["target"][0]["selector"][0]


def position(doc):
    return first(doc)["target"][0]["selector"][1]


def put(find, key, value):
    return lambda doc: find(doc).__setitem__(key, value)


def drop(find, key):
    return lambda doc: find(doc).__delitem__(key)


def whole(doc):
    return doc


def page(doc):
    return doc["first"]


def target(doc):
    return first(doc)["target"][0]


def dataset(doc):
    return first(doc)["body"][0]


def tag(doc):
    return first(doc)["body"][1]


@dataclass(frozen=True)
class Must:
    """A rule, where it stands in the standard, and what breaks it."""

    section: str
    rule: str
    breaking: tuple[Callable[[dict], object], ...]


MUSTS = (
    Must("3.1", "the standard's context is one of the contexts", (put(whole, "@context", [TERMS, TERMS]),)),
    Must("3.1", "a context that stands alone is a string", (put(whole, "@context", [CONTEXT]),)),
    Must("3.1", "an annotation has one IRI", (drop(first, "id"), put(first, "id", "no iri"), put(first, "id", []))),
    Must("3.1", "Annotation is one of its types", (drop(first, "type"), put(first, "type", "Note"))),
    Must("3.1", "it has at least one target", (drop(first, "target"), put(first, "target", []))),
    Must(
        "3.2.1",
        "a resource outside has one id, its IRI",
        (
            lambda doc: target(doc)["source"].__delitem__("id"),
            lambda doc: dataset(doc)["source"].__setitem__("id", ["urn:a:b", "urn:a:c"]),
        ),
    ),
    Must("3.2.1", "a text direction is ltr, rtl or auto", (put(tag, "textDirection", "up"),)),
    Must("3.2.4", "a textual body has one value", (drop(tag, "value"), put(tag, "value", ["a", "b"]))),
    Must("3.2.5", "bodyValue never stands beside body", (put(first, "bodyValue", "words"),)),
    Must(
        "3.3.1",
        "created: at most one, an xsd:dateTime in UTC with Z",
        (put(first, "created", "2030-04-18T22:00:00+02:00"), put(first, "created", ["2030-04-18T20:00:00Z"] * 2)),
    ),
    Must("3.3.1", "generated: as created", (put(first, "generated", "2030-04-18"),)),
    Must("3.3.1", "modified: as created", (put(first, "modified", "2030-04-18T20:00:00"),)),
    Must("3.3.1", "created of a body: as created", (lambda doc: first(doc)["body"][3].update(created="now"),)),
    Must("3.3.2", "an agent has at most one IRI", (lambda doc: first(doc)["creator"].update(id=["urn:a:b"]),)),
    Must("4", "a specific resource has one source", (drop(target, "source"), put(target, "source", ["urn:a:b"]))),
    Must("4", "so has one that is a body", (drop(dataset, "source"),)),
    Must("4.2.4", "a quotation's one type is TextQuoteSelector", (put(quote, "type", "Quote"), drop(quote, "type"))),
    Must("4.2.4", "it has exactly one exact", (drop(quote, "exact"), put(quote, "exact", ["a", "b"]))),
    Must("4.2.4", "at most one prefix", (put(quote, "prefix", ["a", "b"]),)),
    Must("4.2.4", "at most one suffix", (put(quote, "suffix", ["a", "b"]),)),
    Must("4.2.5", "a position's one type is TextPositionSelector", (put(position, "type", ["TextPositionSelector"]),)),
    Must("4.2.5", "one start, not negative", (drop(position, "start"), put(position, "start", -1))),
    Must("4.2.5", "one end, not negative", (drop(position, "end"), put(position, "end", 1.5))),
    Must("4.3.1", "a state's one type is TimeState", (lambda doc: target(doc)["state"].update(type="State"),)),
    Must("5.1", "the collection has the standard's context", (drop(whole, "@context"),)),
    Must("5.1", "it has one IRI", (drop(whole, "id"), put(whole, "id", ""))),
    Must("5.1", "AnnotationCollection is one of its types", (put(whole, "type", "Collection"),)),
    Must("5.1", "its label is a string", (put(whole, "label", 3),)),
    Must("5.1", "its total is a whole number, not negative", (put(whole, "total", -1), put(whole, "total", "20"))),
    Must("5.1", "one that is not empty has one first page", (drop(whole, "first"), put(whole, "first", []))),
    Must("5.2", "a page has one IRI", (drop(page, "id"),)),
    Must("5.2", "AnnotationPage is one of its types", (put(page, "type", "Page"),)),
    Must("5.2", "a page has at least one annotation, in an array", (put(page, "items", []), drop(page, "items"))),
    Must("5.2", "at most one startIndex, a whole number", (put(page, "startIndex", -1),)),
)


def test_what_we_write_keeps_every_rule():
    assert [error.message for error in VALIDATOR.iter_errors(WHOLE)] == []


@pytest.mark.parametrize("must", MUSTS, ids=lambda must: f"{must.section} {must.rule}")
def test_the_schema_holds_the_rule(must):
    for spoil in must.breaking:
        doc = copy.deepcopy(WHOLE)
        spoil(doc)
        assert not VALIDATOR.is_valid(doc)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=3))
def test_any_entry_keeps_every_rule_and_comes_back(plains):
    found = write(plains, lambda id: None, base_url="https://desk.example")
    assert [error.message for error in VALIDATOR.iter_errors(found)] == []
    assert list(read_annotations(found)) == storable_data(plains)
    assert found["total"] == len(plains)


def test_an_annotation_that_stands_alone_has_its_own_context():
    alone = annotate(PLAINS[0], FACTS)
    assert STANDING.is_valid(alone)
    del alone["@context"]
    assert not STANDING.is_valid(alone)


def test_a_collection_without_annotations_has_no_page():
    """5.2: a page has at least one annotation, so there is none."""
    empty = write([])
    assert VALIDATOR.is_valid(empty)
    assert "first" not in empty and empty["total"] == 0


def test_the_only_page_has_no_next_and_is_first_and_last():
    """5.2: a page that is not the last names the next; ours is the last."""
    assert "next" not in WHOLE["first"] and WHOLE["last"] == WHOLE["first"]["id"]
    assert WHOLE["first"]["partOf"] == WHOLE["id"]


def test_selections_are_code_points_in_logical_order_and_the_words_of_the_text():
    """4.2.4, 4.2.5: code points, never code units; logical, never visual order; both selectors choose the same."""
    text = "😀 said \N{RIGHT-TO-LEFT OVERRIDE}שלום to the 🏳️‍🌈 envoy, and left"
    start = text.index("שלום")
    words = text[start : start + 4]
    plain = PLAINS[0] | {"evidence": [{"start": start, "end": start + 4, "text": words}]}
    found = annotate(plain, {"text": text})["target"][0]["selector"]
    assert found[1] == {"type": "TextPositionSelector", "start": 8, "end": 12}
    assert found[0]["exact"] == words == text[found[1]["start"] : found[1]["end"]]
    assert (found[0]["prefix"], found[0]["suffix"]) == (text[:8], text[12:44])


def test_every_selector_finds_its_evidence_in_the_article():
    for annotation, plain in zip(WHOLE["first"]["items"], JUDGED, strict=True):
        assert len(annotation["target"]) == len(plain["evidence"])
        for one, span in zip(annotation["target"], plain["evidence"], strict=True):
            words, place = one["selector"]
            start, end = place["start"], place["end"]
            assert (start, end, words["exact"]) == (span["start"], span["end"], ARTICLE.text[start:end])
            assert words["prefix"] == ARTICLE.text[max(0, start - 32) : start]
            assert words["suffix"] == ARTICLE.text[end : end + 32]


def test_without_the_text_a_quotation_has_no_words_around_it():
    assert quote(write(PLAINS[:1], lambda id: None)).keys() == {"type", "exact"}


def test_the_article_is_looked_up_once_while_its_entries_pass():
    asked = []
    write(PLAINS, lambda id: asked.append(id) or FACTS)
    assert asked == [ARTICLE.id]


def test_each_annotation_is_written_before_the_next_entry_is_taken():
    out = io.BytesIO()
    written = []

    def take():
        for plain in PLAINS[:4]:
            written.append(out.getvalue().count(b'"type": "Annotation",'))
            yield plain

    write_annotations(take(), lambda id: None, out, at=AT, name="x")
    assert written == [0, 1, 2, 3]


def test_software_reads_and_a_person_decides():
    accepted, added, undecided = WHOLE["first"]["items"][:3]
    assert accepted["creator"] == {"id": "urn:communique:software:0.1.0", "type": "Software", "name": "0.1.0"}
    assert (accepted["created"], accepted["modified"]) == ("2030-04-18T20:00:00Z", "2030-05-02T08:15:30Z")
    decision = accepted["body"][3]
    assert (decision["purpose"], decision["value"]) == ("assessing", "accepted")
    assert decision["creator"] == {"id": "urn:communique:person:Ana%20Duarte", "type": "Person", "name": "Ana Duarte"}
    assert added["creator"]["type"] == "Person"
    assert (added["created"], "modified" in added) == ("2030-05-02T08:15:30Z", False)
    assert (len(undecided["body"]), "modified" in undecided) == (3, False)


def test_kind_is_a_tag_and_the_wording_a_description():
    bodies = first(WHOLE)["body"]
    assert (bodies[1]["purpose"], bodies[1]["value"]) == ("tagging", "event")
    assert (bodies[2]["purpose"], bodies[2]["value"]) == ("describing", "Talks: Varland and Osmere, MARENHOLM (held)")
    assert first(WHOLE)["via"] == f"https://desk.example/entries/{PLAINS[0]['id']}"


def test_an_address_that_is_none_of_the_web_is_no_source():
    found = write(HOSTILE_PLAINS, lambda id: None)
    assert VALIDATOR.is_valid(found)
    for annotation in found["first"]["items"]:
        for one in annotation["target"]:
            assert one["source"]["id"].startswith("urn:communique:article:")
            assert "state" not in one
    assert "javascript:" not in json.dumps([one["target"] for one in found["first"]["items"]])


def to_graph(doc):
    return Graph().parse(data=json.dumps(doc | {"@context": [MEANINGS, TERMS]}), format="json-ld")


GRAPH = to_graph(WHOLE)


def only(node, term):
    found = list(GRAPH.objects(node, term))
    assert len(found) == 1, term
    return found[0]


def test_every_key_is_a_term_of_the_context():
    def keys(value):
        if isinstance(value, dict):
            for key, part in value.items():
                yield key
                if key not in ("entry", "@context"):
                    yield from keys(part)
        elif isinstance(value, list):
            for part in value:
                yield from keys(part)

    assert set(keys(WHOLE)) <= {*MEANINGS, *TERMS, "@context", "dc:title"}


def test_as_rdf_the_collection_holds_every_annotation_in_order():
    (collection,) = GRAPH.subjects(RDF.type, AS.OrderedCollection)
    assert only(collection, AS.totalItems) == Literal(len(PLAINS), datatype=XSD.nonNegativeInteger)
    items = Collection(GRAPH, only(only(collection, AS.first), AS["items"]))
    assert [str(item) for item in items] == [f"urn:communique:annotation:{plain['id']}" for plain in PLAINS]


def test_as_rdf_annotations_have_targets_with_one_source_and_selectors_with_one_of_each():
    annotations = list(GRAPH.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == len(PLAINS)
    for annotation in annotations:
        assert isinstance(annotation, URIRef)
        assert only(annotation, OA.motivatedBy) == OA.describing
        targets = list(GRAPH.objects(annotation, OA.hasTarget))
        assert targets
        for one in targets:
            assert only(one, OA.hasSource) == URIRef(ARTICLE.url)
            kinds = {only(selector, RDF.type) for selector in GRAPH.objects(one, OA.hasSelector)}
            assert kinds == {OA.TextQuoteSelector, OA.TextPositionSelector}
    for selector in GRAPH.subjects(RDF.type, OA.TextQuoteSelector):
        assert only(selector, OA.exact).datatype in (None, XSD.string)
    for selector in GRAPH.subjects(RDF.type, OA.TextPositionSelector):
        for end in (OA.start, OA.end):
            assert only(selector, end).datatype == XSD.nonNegativeInteger


def test_as_rdf_moments_are_moments_and_agents_have_classes():
    for term in (DCTERMS.created, DCTERMS.modified, DCTERMS.issued):
        moments = list(GRAPH.objects(None, term))
        assert moments
        for moment in moments:
            assert moment.datatype == XSD.dateTime and moment.toPython().tzinfo is not None
    agents = set(GRAPH.objects(None, DCTERMS.creator))
    assert {only(agent, RDF.type) for agent in agents} == {FOAF.Person, AS.Application}
    assert not any(isinstance(agent, BNode) for agent in agents)


def test_as_rdf_the_entry_is_there_whole():
    for plain in JUDGED:
        literal = only(URIRef(f"urn:communique:entry:{plain['id']}"), ENTRY)
        assert literal.datatype == RDF.JSON
        assert json.loads(str(literal)) == plain


@pytest.mark.parametrize("nasty", NASTY)
def test_as_rdf_hostile_words_stay_words(nasty):
    plain = PLAINS[0] | {
        "evidence": [{"start": 0, "end": 1, "text": nasty}],
        "article": PLAINS[0]["article"] | {"id": nasty, "title": nasty, "url": f"https://x.example/{nasty}"},
        "method": PLAINS[0]["method"] | {"version": nasty},
    }
    doc = write([reviewed(plain, ReviewStatus.ACCEPTED, by=nasty)], lambda id: {"text": nasty, "added": nasty})
    assert VALIDATOR.is_valid(doc)
    graph = to_graph(doc)
    assert [str(words) for words in graph.objects(None, OA.exact)] == [storable_data(nasty)]
    assert re.search(r"[<>\"\s]", "".join(str(node) for node in graph.all_nodes() if isinstance(node, URIRef))) is None
