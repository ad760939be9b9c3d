"""ClaimReview: only what a person judged, with what schema.org and its readers ask for.

Checked by ``jsonschema`` against a schema of ours, written from the public definitions of ClaimReview, Claim and
Rating and from what search engines require of them, and as RDF.
"""

import copy
import io
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Namespace

from communique.export.claim_review import BEST, RATINGS, WORST, to_claim_review, write_claim_reviews
from communique.model.entry import Verdict
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import NASTY, PLAINS, entries, reviewed

SO = Namespace("https://schema.org/")
DISPUTES = [plain for plain in PLAINS if plain["kind"] == "dispute"]
DENIED, NOT_SUPPORTED = DISPUTES
JUDGED = [reviewed(DENIED, ReviewStatus.ACCEPTED), reviewed(NOT_SUPPORTED, ReviewStatus.CORRECTED)]

DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
WORDS = {"type": "string"}
AGENT = {
    "type": "object",
    "required": ["@type", "name"],
    "properties": {"@type": {"enum": ["Person", "Organization", "Country", "CreativeWork"]}, "name": WORDS},
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "@graph"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@graph": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "@type",
                    "url",
                    "claimReviewed",
                    "author",
                    "datePublished",
                    "itemReviewed",
                    "reviewRating",
                ],
                "additionalProperties": False,
                "properties": {
                    "@type": {"const": "ClaimReview"},
                    "@id": {"type": "string", "pattern": "^urn:communique:entry:"},
                    "url": {"type": "string", "pattern": r"^(https?://|urn:)[^\s<>\"]+$"},
                    "claimReviewed": WORDS,
                    "author": AGENT,
                    "datePublished": DAY,
                    "reviewBody": WORDS,
                    "itemReviewed": {
                        "type": "object",
                        "required": ["@type"],
                        "additionalProperties": False,
                        "properties": {
                            "@type": {"const": "Claim"},
                            "text": WORDS,
                            "author": {"type": "array", "minItems": 1, "items": AGENT},
                            "appearance": {
                                "type": "object",
                                "required": ["@type", "identifier"],
                                "additionalProperties": False,
                                "properties": {
                                    "@type": {"const": "NewsArticle"},
                                    "identifier": WORDS,
                                    "url": {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"},
                                    "headline": WORDS,
                                    "datePublished": DAY,
                                    "author": AGENT,
                                    "publisher": AGENT,
                                },
                            },
                        },
                    },
                    "reviewRating": {
                        "type": "object",
                        "required": ["@type", "ratingValue", "alternateName", "bestRating", "worstRating"],
                        "properties": {
                            "@type": {"const": "Rating"},
                            "ratingValue": {"type": "integer", "minimum": 1, "maximum": 6},
                            "alternateName": {"type": "string", "minLength": 1},
                        },
                    },
                },
            },
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def write(plains, **options):
    out = io.BytesIO()
    write_claim_reviews(plains, out, **options)
    return json.loads(out.getvalue())


WHOLE = write(JUDGED, base_url="https://desk.example")


def test_what_we_write_has_what_is_required():
    assert [error.message for error in VALIDATOR.iter_errors(WHOLE)] == []


@pytest.mark.parametrize("name", ["url", "claimReviewed", "author", "datePublished", "itemReviewed", "reviewRating"])
def test_the_schema_misses_what_is_left_out(name):
    doc = copy.deepcopy(WHOLE)
    del doc["@graph"][0][name]
    assert not VALIDATOR.is_valid(doc)


@pytest.mark.parametrize("status", ReviewStatus)
def test_only_what_a_person_accepted_corrected_or_added_is_reviewed(status):
    kept = status in (ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED, ReviewStatus.ADDED)
    assert (to_claim_review(reviewed(DENIED, status)) is not None) is kept


@pytest.mark.parametrize(
    "plain",
    [
        DENIED,
        reviewed(DENIED, ReviewStatus.ACCEPTED, by=None),
        reviewed(DENIED, ReviewStatus.ACCEPTED, at=None),
        *(reviewed(plain, ReviewStatus.ACCEPTED) for plain in PLAINS if plain["kind"] != "dispute"),
    ],
)
def test_what_nobody_judged_or_is_no_dispute_is_left_out(plain):
    assert write([plain])["@graph"] == []


def test_it_says_who_judged_which_claim_of_whom_and_when():
    review = WHOLE["@graph"][1]
    assert review["claimReviewed"] == "the question was closed"
    assert review["author"] == {"@type": "Person", "name": "Ana Duarte"}
    assert review["datePublished"] == "2030-05-02"
    assert review["url"] == f"https://desk.example/entries/{NOT_SUPPORTED['id']}"
    assert review["itemReviewed"]["author"] == [{"@type": "Person", "name": "Ilse Brandt"}]
    assert review["itemReviewed"]["appearance"]["url"] == "https://tidewater.example/2030/ledda-talks"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 3,
        "worstRating": 1,
        "bestRating": 6,
        "alternateName": "Not supported",
    }


def test_a_claim_that_nobody_is_told_to_have_made_has_no_author():
    assert "author" not in WHOLE["@graph"][0]["itemReviewed"]


def test_without_a_desk_the_address_is_a_name():
    assert write(JUDGED)["@graph"][0]["url"] == f"urn:communique:entry:{DENIED['id']}"


def test_every_verdict_has_a_number_and_words_of_its_own_and_none_is_the_best():
    assert [verdict for verdict, _, _ in RATINGS] == list(dict.fromkeys(verdict for verdict, _, _ in RATINGS))
    assert {verdict for verdict, _, _ in RATINGS} == set(Verdict)
    assert sorted(value for _, value, _ in RATINGS) == list(range(WORST, BEST))
    assert len({words for _, _, words in RATINGS}) == len(RATINGS)


def to_graph(doc):
    return Graph().parse(data=json.dumps(doc | {"@context": {"@vocab": str(SO)}}), format="json-ld")


def test_as_rdf_each_review_rates_one_claim():
    graph = to_graph(WHOLE)
    reviews = list(graph.subjects(RDF.type, SO.ClaimReview))
    assert {str(review) for review in reviews} == {f"urn:communique:entry:{plain['id']}" for plain in DISPUTES}
    for review in reviews:
        (claim,) = graph.objects(review, SO.itemReviewed)
        (rating,) = graph.objects(review, SO.reviewRating)
        assert (claim, RDF.type, SO.Claim) in graph and (rating, RDF.type, SO.Rating) in graph


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_words_stay_words(nasty):
    actor = {"id": nasty, "name": nasty, "kind": nasty, "mention": None}
    plain = DENIED | {
        "claim": {"text": nasty, "start": 0, "end": 1},
        "claimant": [actor, actor],
        "evidence": [{"start": 0, "end": 1, "text": nasty}],
        "article": dict.fromkeys(DENIED["article"], nasty) | {"url": f"https://x.example/{nasty}", "published": None},
    }
    doc = write([reviewed(plain, ReviewStatus.ACCEPTED, by=nasty)], base_url=f"https://desk.example/{nasty}")
    assert [error.message for error in VALIDATOR.iter_errors(doc)] == []
    assert len(doc["@graph"]) == (nasty != "")
    to_graph(doc)


@settings(max_examples=100, deadline=None)
@given(st.lists(entries(), max_size=4))
def test_any_entries_give_a_valid_document(plains):
    assert [error.message for error in VALIDATOR.iter_errors(write(plains))] == []
