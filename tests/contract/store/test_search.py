"""What a search finds, in which order, with which counts, the same on both databases."""

import gc
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.generated import fill, make_world
from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.judgement import JudgementKind
from communique.store import Store
from communique.store import search as searching
from communique.store.articles import save_record
from communique.store.directory import write_codebook
from communique.store.judgements import judge, merge_actors, merge_issues, undo
from communique.store.search import ORDERS, Query, search_articles, search_entries
from communique.store.text_index import put_entries, rebuild
from tests.unit.records import RECORD
from tests.unit.short_records import reread, tell, with_issue

LINES = (
    ("Ilse Brandt", "the harbour guarantees were signed in the café of Sandwick"),
    ("Tomas Okafor", "Osmere’s ministers guaranteed safe passage, and passage safe or not was all they got"),
    ("Queen Odile", "the U.N. observers count herring, not cod"),
    ("Ilse Brandt", "negotiations about cod and the lighthouse have stalled"),
    ("a pilot from Sandwick", "safe harbours need pilots"),
)


@pytest.fixture
def told(store):
    """A store with one article of five statements, and what finds the numbers of its lines by a query."""
    record = tell(LINES, url="https://post.example/1", outlet="Tidewater Post", published=date(2030, 4, 3))
    save(store, record)
    numbers = {entry.id: number for number, entry in enumerate(record.entries)}

    def find(text="", **filters):
        return [numbers[hit.entry["id"]] for hit in search(store, text=text, **filters).hits]

    find.record = record
    find.store = store
    return find


def save(store, *records):
    with store.writing() as connection:
        return [save_record(connection, record) for record in records]


def search(store, **query):
    with store.reading() as connection:
        return search_entries(connection, Query(**query))


def counts(found, facet):
    return {one.value: one.count for one in found.facets[facet]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("herring", {2}),
        ("cod herring", {2}),
        ("COD", {2, 3}),
        ("cod -herring", {3}),
        ("-cod", {0, 1, 4}),
        ("herring OR pilots", {2, 4}),
        ("cod herring OR lighthouse", {2, 3}),
        ('"safe passage"', {1}),
        ('"passage safe"', {1}),
        ('"safe harbour"', {4}),
        ('"harbour safe"', set()),
        ('safe -"safe passage"', {4}),
        ("cafe", {0}),
        ("CAFÉ", {0}),
        ("osmere", {1}),
        ("Osmere's", {1}),
        ("guarantee", {0, 1}),
        ("UN", {2}),
        ("u.n.", {2}),
        ("negotiat*", {3}),
        ("negotiations*", {3}),
        ("lightho*", {3}),
        ("li*", set()),
        ("brandt", {0, 3}),
        ("“safe passage”", {1}),
        ("the", {0, 2, 3}),
        ("the OR", {0, 2, 3}),
        ("the herring", {2}),
        ("of the herring", {2}),
        ("OR herring", {2}),
        ("herring AND cod", {2}),
        ("nowhere", set()),
    ],
)
def test_words_phrases_and_exclusions_find_what_they_say(told, text, expected):
    assert set(told(text)) == expected


def test_an_empty_text_finds_everything_newest_first(told):
    assert sorted(told()) == sorted(told("  ")) == sorted(told("?!")) == [0, 1, 2, 3, 4]


SYNTAX = (
    '"cod', "cod*)", "(cod", "cod AND", "NEAR(cod, 2)", "terms:cod", "^cod", "cod;--", "{marks}:cod", "cod\x00",
    "\ud800 cod", "cod + -", "'cod'", "\\cod", "cod:*", "!cod", "cod & | <->", "%cod_", "cod\n-herring",
)  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_of_a_database_is_only_punctuation(told, text):
    assert set(told(text)) <= {2, 3}


def test_marks_cannot_be_asked_for_as_words(told):
    assert told("_kstatement") == told("_e") == told('"_tproposed"') == []


def test_a_hit_shows_where_its_words_stand(told):
    (hit,) = search(told.store, text='"safe passage" guarantee').hits
    assert [text for text, is_hit in hit.snippet if is_hit] == ["guaranteed", "safe passage"]
    assert "".join(text for text, _ in hit.snippet) in told.record.article.text


def test_a_hit_in_a_name_alone_shows_the_name(store):
    record = tell(LINES[:1])
    (entry,) = record.entries
    pilot = ActorMention(Actor("person:mara-quill", "Mara Quill", ActorKind.PERSON))
    save(store, replace(record, entries=(replace(entry, about=(pilot,)),), actors=(*record.actors, pilot)))
    (hit,) = search(store, text="quill").hits
    assert ("Quill", True) in hit.snippet


def test_long_texts_are_cut_around_their_hits(store):
    save(store, tell([("Queen Odile", "we met " + "and spoke " * 200 + "of mackerel " + "and ate " * 200)]))
    (hit,) = search(store, text="mackerel").hits
    shown = "".join(text for text, _ in hit.snippet)
    assert len(shown) < 300 and shown.startswith("…") and shown.endswith("…") and ("mackerel", True) in hit.snippet


def test_the_entry_that_says_a_word_most_is_the_first(store):
    save(store, tell([("Ilse Brandt", "cod was named once among very many other things that day by the quay"),
                      ("Ilse Brandt", "cod, cod and cod")]))  # fmt: skip
    first, second = search(store, text="cod").hits
    assert first.entry["evidence"][0]["text"].count("cod") == 3
    assert second.entry["evidence"][0]["text"].count("cod") == 1


def test_words_side_by_side_rank_before_words_apart(store):
    apart, beside = "the grain on that corridor is old", "the old is that grain corridor on"
    save(store, tell([("Ilse Brandt", apart), ("Ilse Brandt", beside)]))
    first, _ = search(store, text="grain corridor").hits
    assert "grain corridor" in first.entry["evidence"][0]["text"]


def test_every_filter_finds_its_entries_and_only_those(store):
    save(store, RECORD)
    everything = search(store, limit=200)
    plains = [hit.entry for hit in everything.hits]
    assert everything.total == len(plains) == len(RECORD.entries)

    def check(wanted, **filters):
        found = {hit.entry["id"] for hit in search(store, limit=200, **filters).hits}
        assert found == {plain["id"] for plain in plains if wanted(plain)}
        return found

    assert check(lambda plain: plain["kind"] in ("event", "amount"), kinds=("event", "amount"))
    assert check(lambda plain: plain.get("stance") == "conditional", stances=["conditional"])
    assert check(lambda plain: plain.get("mode") in ("direct", "mixed"), modes=["direct", "mixed"])
    assert check(lambda plain: (plain["issue"] or {}).get("id") == "issue:patrols", issue="issue:patrols")
    assert check(lambda plain: plain["method"]["score"] >= 0.9, least=0.9)
    assert check(lambda plain: plain["method"]["score"] < 0.9, most=0.8999)
    assert check(
        lambda plain: plain["kind"] == "dispute", kinds=["dispute"], outlet="Tidewater Post", statuses=["proposed"]
    )
    assert check(lambda plain: True, article=RECORD.article.id, outlet="Tidewater Post")
    assert not check(lambda plain: False, outlet="Tidewater")
    assert not check(lambda plain: False, statuses=["accepted"])
    assert not check(lambda plain: False, least=0.5, most=0.4)


def test_actors_are_found_in_any_role_or_one(store):
    save(store, RECORD)
    brandt = "person:ilse-brandt"
    anywhere, speaking = search(store, actor=brandt, limit=200), search(store, actor=brandt, role="speaker")
    assert all(brandt in str(hit.entry) for hit in anywhere.hits)
    assert 0 < speaking.total < anywhere.total
    assert all(brandt in str(hit.entry["speaker"]) for hit in speaking.hits)


NOWHERE = (
    {"actor": "person:nobody"}, {"actor": "\x00"}, {"actor": "person:ilse-brandt", "role": "no one"}, {"article": "a0"},
    {"issue": "no"}, {"issue": "\ud800"}, {"kinds": ["x y"]}, {"statuses": ["NEAR("]}, {"stances": [""]},
    {"outlet": "\ud800"}, {"since": date(2031, 1, 1), "until": date(2030, 1, 1)}, {"least": float("nan")},
)  # fmt: skip


@pytest.mark.parametrize("query", NOWHERE)
def test_what_nothing_has_finds_nothing(told, query):
    found = search(told.store, **query)
    assert (found.hits, found.total, found.exact) == ((), 0, True)
    assert set(found.facets) == {"kind", "stance", "mode", "status", "outlet", "actor", "issue", "year", "month"}


def test_an_unknown_order_is_refused(told):
    with pytest.raises(ValueError, match="no order 'best'"):
        search(told.store, order="best")


def test_dates_are_inclusive_and_leave_out_what_has_none(store):
    day = date(2030, 4, 3)
    dated = [tell(LINES[n : n + 1], published=day + timedelta(n), url=f"https://x.example/{n}") for n in range(3)]
    undated = tell(LINES[3:4], published=None, url=None)
    save(store, *dated, undated)

    def find(**dates):
        return [hit.entry["article"]["published"] for hit in search(store, order="day", **dates).hits]

    days = [(day + timedelta(n)).isoformat() for n in range(3)]
    assert find() == [*days, None]
    assert find(since=day + timedelta(1)) == days[1:]
    assert find(until=day + timedelta(1)) == days[:2]
    assert find(since=day, until=day) == days[:1]
    assert find(since=date.min) == find(until=date.max) == days
    newest = [hit.entry["article"]["published"] for hit in search(store, order="-day").hits]
    assert newest == [*days[::-1], None]


def test_pages_cut_one_order_into_parts(store):
    save(store, RECORD)
    for order in ORDERS:
        whole = [hit.entry["id"] for hit in search(store, order=order, limit=200).hits]
        parts = [
            hit.entry["id"] for at in range(0, 25, 5) for hit in search(store, order=order, limit=5, offset=at).hits
        ]
        assert parts == whole and len(whole) == len(set(whole)) == len(RECORD.entries)
    assert search(store, limit=0).hits == search(store, offset=10**9).hits == search(store, limit=-5).hits == ()


def test_scores_and_places_order_the_hits(store):
    save(store, RECORD)
    scores = [hit.entry["method"]["score"] for hit in search(store, order="-score", limit=200).hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.entry["method"]["score"] for hit in search(store, order="score", limit=200).hits] == sorted(scores)
    ids = [hit.entry["id"] for hit in search(store, order="place", limit=200).hits]
    assert ids == [entry.id for entry in RECORD.entries]


def test_facets_count_what_is_found(store):
    save(store, RECORD)
    found = search(store, limit=200)
    plains = [hit.entry for hit in found.hits]
    kinds = [plain["kind"] for plain in plains]
    assert counts(found, "kind") == {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts(found, "outlet") == {"Tidewater Post": len(plains)}
    assert counts(found, "status") == {"proposed": len(plains)}
    issues = [plain["issue"]["id"] for plain in plains if plain["issue"]]
    assert counts(found, "issue") == {issue: issues.count(issue) for issue in set(issues)}
    assert sum(counts(found, "month").values()) == sum(counts(found, "year").values()) == len(plains)
    assert counts(found, "actor")["person:ilse-brandt"] == search(store, actor="person:ilse-brandt").total
    assert {one.label for one in found.facets["actor"]} >= {"Ilse Brandt", "Varland"}


def test_a_judgement_is_found_at_once_and_so_is_its_undoing(told):
    entry = told.record.entries[3].id

    def judged(kind, **values):
        with told.store.writing() as connection:
            judge(connection, "ana", kind, entry, **values)

    judged(JudgementKind.ACCEPT)
    assert told(statuses=["accepted"]) == [3]
    judged(JudgementKind.SET_STANCE, after="against")
    assert told(statuses=["corrected"]) == told(stances=["against"]) == [3]
    judged(
        JudgementKind.REASSIGN,
        after={"id": "person:queen-odile", "name": "Queen Odile", "kind": "person", "mention": None},
    )
    assert set(told("odile")) == {2, 3}
    assert set(told("brandt")) == {0, 3}  # the words of its sentence stay
    assert 3 in told(actor="person:queen-odile", role="speaker")
    with told.store.writing() as connection:
        undo(connection, "ana")
    assert told("odile") == [2]


def test_a_changed_day_moves_the_entry(told):
    article, entry = told.record.article.text, told.record.entries[2].id
    at = article.index("herring")
    when = {
        "text": "herring",
        "start": at,
        "end": at + 7,
        "value": "2031",
        "earliest": "2031-01-01",
        "latest": "2031-12-31",
    }
    with told.store.writing() as connection:
        judge(connection, "ana", JudgementKind.EDIT, entry, field="said_on", after=when)
    assert told(since=date(2031, 1, 1)) == [2]
    assert 2 not in told(until=date(2030, 12, 31))
    assert told("herring") == [2]
    assert told(order="-day")[0] == 2


def test_merged_actors_are_found_and_counted_as_one(told):
    with told.store.writing() as connection:
        merge_actors(connection, "ana", [actor_id(told, "Tomas Okafor")], actor_id(told, "Ilse Brandt"))
    merged = {0, 1, 3}
    assert set(told(actor=actor_id(told, "Ilse Brandt"))) == merged
    assert set(told(actor=actor_id(told, "Tomas Okafor"))) == merged
    found = search(told.store)
    assert counts(found, "actor")[actor_id(told, "Ilse Brandt")] == 3
    assert actor_id(told, "Tomas Okafor") not in counts(found, "actor")


def actor_id(told, name):
    return next(mention.actor.id for mention in told.record.actors if mention.actor.name == name)


def test_issues_are_found_with_what_was_merged_into_them_and_what_is_below(store):
    record = tell(LINES)
    labels = ("fish", "cod", "herring", "kippers")
    entries = [with_issue(entry, label) for entry, label in zip(record.entries, labels, strict=False)]
    record = replace(record, entries=(*entries, record.entries[4]))
    save(store, record)
    ids = {label: entry.issue.id for label, entry in zip(labels, entries, strict=True)}
    with store.writing() as connection:
        items = [{"id": ids["fish"], "label": "fish", "phrases": [], "parent": None}]
        items += [{"id": ids[name], "label": name, "phrases": [], "parent": ids["fish"]} for name in ("cod", "herring")]
        write_codebook(connection, items)
        merge_issues(connection, "ana", [ids["kippers"]], ids["herring"])
    assert search(store, issue=ids["fish"]).total == 4
    assert search(store, issue=ids["herring"]).total == search(store, issue=ids["kippers"]).total == 2
    assert search(store, issue=ids["cod"]).total == 1
    assert counts(search(store), "issue") == {ids["fish"]: 1, ids["cod"]: 1, ids["herring"]: 2}


def test_reprints_and_older_versions_stand_back(store):
    first = tell(LINES, url="https://post.example/1", published=date(2030, 4, 3))
    copy = tell(
        (*LINES, ("Ilse Brandt", "nothing more was said")),
        url="https://other.example/1",
        published=date(2030, 4, 4),
        outlet="Other",
    )
    save(store, first, copy)
    assert search(store, text="herring").total == 1
    assert search(store, text="herring", reprints=True).total == 2
    save(store, tell(LINES[3:], url="https://post.example/1", published=date(2030, 4, 5)))
    assert (
        search(store, text="herring", reprints=True).total
        < search(store, text="herring", reprints=True, unlisted=True).total
    )


def test_what_a_newer_reader_leaves_out_is_no_longer_found(told):
    kept = reread(told.record, told.record.entries[:2])
    save(told.store, kept)
    assert sorted(told()) == [0, 1]
    assert sorted(told(unlisted=True)) == [0, 1, 2, 3, 4]


def test_entries_are_indexed_anew_without_leaving_anything_behind(told):
    with told.store.writing() as connection:
        key = connection.exec_driver_sql("SELECT max(key) FROM entry").scalar_one()
        for words in ("walrus ivory", "narwhal horn", "narwhal horn"):
            put_entries(connection, [(key, words)])
    assert told("walrus") == told("pilots") == []
    assert told("narwhal") == [4]


def test_an_index_made_anew_finds_the_same(told):
    before = {text: told(text) for text in ("", "cod", '"safe passage"')}
    with told.store.writing() as connection:
        assert rebuild(connection) == 5
    assert {text: told(text) for text in before} == before
    with told.store.writing() as connection:
        judge(connection, "ana", JudgementKind.ACCEPT, told.record.entries[1].id)
    assert told(statuses=["accepted"]) == [1]


SMALL = make_world(seed=3, actors=30, issues=8, outlets=4, words=900)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same 1,500 generated entries in either database."""
    from tests import postgresql

    cluster = postgresql.shared()
    url = cluster.fresh()
    with Store.open(tmp_path_factory.mktemp("search") / "record.db") as one, Store.open(url) as other:
        for store in (one, other):
            fill(store, entries=1_500, seed=3, world=SMALL)
        yield one, other
    gc.collect()
    cluster.drop(url)


PIECES = st.one_of(
    st.sampled_from(SMALL.words[:60]),
    st.sampled_from(SMALL.words[:60]).map(lambda word: word[:4] + "*"),
    st.sampled_from(SMALL.words[:60]).map(lambda word: "-" + word),
    st.sampled_from(["OR", '"', "-", "*", "(", ")", "AND", "NOT", "NEAR", ":", "talks minister", "'", "\\", "é"]),
    st.text(max_size=8),
)
QUERIES = st.builds(
    Query,
    text=st.lists(PIECES, max_size=5).map(" ".join),
    kinds=st.lists(st.sampled_from(["statement", "event", "amount", "nonsense"]), max_size=2),
    actor=st.none() | st.sampled_from([one["id"] for one in SMALL.actors[:4]]) | st.text(max_size=6),
    role=st.none() | st.sampled_from(["speaker", "about", "by"]) | st.text(max_size=6),
    issue=st.none() | st.sampled_from([one["id"] for one in SMALL.issues[:3]]),
    stances=st.lists(st.sampled_from(["for", "unclear"]), max_size=1),
    outlet=st.none() | st.sampled_from(SMALL.outlets) | st.text(max_size=6),
    since=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)) | st.dates(),
    until=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)) | st.dates(),
    statuses=st.lists(st.sampled_from(["proposed", "accepted"]), max_size=2),
    least=st.none() | st.floats(-1, 2) | st.floats(),
    most=st.none() | st.floats(-1, 2) | st.floats(),
    order=st.sampled_from(ORDERS),
    reprints=st.booleans(),
    limit=st.integers(-1, 40),
    offset=st.integers(-5, 50),
)
PATIENT = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@PATIENT
@given(query=QUERIES)
def test_both_databases_answer_any_question_alike(both, query):
    one, other = (asked(store, query) for store in both)
    assert one == other


@PATIENT
@given(text=st.text(max_size=60) | st.lists(PIECES, max_size=8).map("".join))
def test_no_text_is_an_error(both, text):
    for store in both:
        with store.reading() as connection:
            found = search_entries(connection, Query(text=text, limit=3))
            search_articles(connection, Query(text=text, limit=3))
        assert len(found.hits) == min(3, found.total)


def asked(store, query):
    with store.reading() as connection:
        return search_entries(connection, query)


@pytest.fixture
def small_cap(monkeypatch):
    """Searches that look at no more than a hundred entries, in windows as narrow as that."""
    from communique.store import candidates

    monkeypatch.setattr(searching, "CAP", 100)
    monkeypatch.setattr(candidates, "_SMALL", 0)


@pytest.mark.parametrize("text", ["", "talks", "talks OR border", "-talks"])
def test_over_the_cap_orders_by_day_and_score_are_those_of_all(both, monkeypatch, text):
    whole = {order: ids_of(asked(both[0], Query(text=text, order=order, limit=90))) for order in ORDERS}
    monkeypatch.setattr(searching, "CAP", 100)
    from communique.store import candidates

    monkeypatch.setattr(candidates, "_SMALL", 0)
    for store in both:
        for order in ("-day", "day", "-score", "score"):
            found = asked(store, Query(text=text, order=order, limit=90))
            assert (found.total, found.exact) == (100, False)
            assert ids_of(found) == whole[order], order


@pytest.mark.usefixtures("small_cap")
@settings(parent=PATIENT, max_examples=80)
@given(query=QUERIES)
def test_both_databases_look_at_the_same_entries_over_the_cap(both, query):
    one, other = (asked(store, query) for store in both)
    assert one == other
    assert one.total <= 100 and sum(facet.count for facet in one.facets["kind"]) == one.total


def ids_of(found):
    return [hit.entry["id"] for hit in found.hits]


def test_articles_are_found_by_title_and_text(store):
    first = tell(
        LINES,
        title="Herring dues settled",
        url="https://a.example",
        outlet="Tidewater Post",
        published=date(2030, 4, 3),
    )
    second = tell(LINES[2:3], title="Nothing new", url="https://b.example", outlet="Other", published=date(2030, 4, 9))
    third = tell(LINES[3:], title="Of lamps", url=None, outlet="Other", published=None)
    save(store, first, second, third)

    def find(**query):
        with store.reading() as connection:
            return search_articles(connection, Query(**query))

    def titles(**query):
        return [hit.article["title"] for hit in find(**query).hits]

    assert titles(text="herring", reprints=True) == ["Herring dues settled", "Nothing new"]
    assert titles(text="settle") == ["Herring dues settled"]
    assert titles(text="-herring") == ["Of lamps"]
    assert titles(reprints=True) == ["Nothing new", "Herring dues settled", "Of lamps"]
    assert titles(reprints=True, order="day") == ["Herring dues settled", "Nothing new", "Of lamps"]
    assert titles(reprints=True, until=date(2030, 4, 5)) == ["Herring dues settled"]
    assert titles(outlet="Other", text="cod", order="-day", reprints=True) == ["Nothing new", "Of lamps"]
    found = find(text="herring", reprints=True)
    assert (found.total, found.exact) == (2, True)
    assert counts(found, "outlet") == {"Tidewater Post": 1, "Other": 1} and counts(found, "month") == {"2030-04": 2}
    assert any(is_hit and text.casefold() == "herring" for text, is_hit in found.hits[0].snippet)


def test_a_book_of_words_is_kept(store):
    words = " ".join(f"w{n:x}{'ö' * 40}" for n in range(30_000))
    save(store, tell([("Queen Odile", "herring " + words)]))
    assert search(store, text="herring").total == 1
    with store.reading() as connection:
        assert search_articles(connection, Query(text="herring")).total == 1
