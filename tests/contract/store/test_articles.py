"""Articles in the store, on both databases: once each, in versions, near-copies linked, readings side by side."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from communique.model.article import Run
from communique.model.entry import Record, Stance
from communique.model.judgement import JudgementKind
from communique.model.plain import article_to_plain, entry_to_plain
from communique.store import Store
from communique.store.articles import article_facts, find_articles, list_articles, load_article, save_record
from communique.store.entries import earlier_of, entries_of, find_entries, load_entries, machine_of
from communique.store.judgements import judge
from communique.store.log import judgements
from communique.store.losing import lost_judgements
from tests.contract.store.snapshots import snapshot
from tests.unit.records import ARTICLE, RECORD, build_article, build_hostile
from tests.unit.short_records import reread, tell, wire_lines

DAY = date(2031, 5, 6)


def save(store, *records):
    with store.writing() as connection:
        return [save_record(connection, record) for record in records][-1]


def bare(entry):
    """The entry without what the store adds."""
    return {name: value for name, value in entry.items() if name != "review"}


def plains(record):
    return [entry_to_plain(entry, record.article) for entry in record.entries]


# Saving and finding


def test_what_is_saved_comes_back(store_url):
    article = replace(ARTICLE, offsets=(Run(0, 12, 40), Run(40, 60, len(ARTICLE.text) - 40)))
    record = replace(RECORD, article=article)
    with Store.open(store_url) as store:
        saved = save(store, record)
        assert (saved.article_id, saved.new, saved.changed, saved.version) == (ARTICLE.id, True, True, 1)
        assert (saved.first, saved.lost, saved.entries) == (None, (), len(RECORD.entries))
    with Store.open(store_url, create=False) as store, store.reading() as connection:
        assert load_article(connection, ARTICLE.id) == article
        assert [bare(entry) for entry in entries_of(connection, ARTICLE.id)] == plains(RECORD)
        facts = article_facts(connection, ARTICLE.id)
        assert article_to_plain(article).items() <= facts.items()
        assert facts["doubts"][0]["why"] == RECORD.doubts[0].why
        assert facts["place"] == "Marenholm"


def test_every_kind_of_entry_starts_as_a_proposal(store):
    save(store, RECORD)
    with store.reading() as connection:
        for entry in entries_of(connection, ARTICLE.id):
            assert entry["review"]["status"] == "proposed"
            assert entry["review"]["changed"] == []
            assert entry["review"]["by"] is None
            assert entry["review"]["present"]
            assert entry["review"]["listed"]


def test_saving_twice_changes_nothing(store):
    save(store, RECORD)
    with store.reading() as connection:
        before = snapshot(connection)
    again = save(store, RECORD)
    with store.reading() as connection:
        assert snapshot(connection) == before
    assert (again.new, again.changed, again.version, again.lost) == (False, False, 1, ())


def test_saving_twice_in_one_transaction_keeps_one(store):
    save(store, RECORD, RECORD)
    with store.reading() as connection:
        assert list_articles(connection)[1] == 1
        assert len(entries_of(connection, ARTICLE.id)) == len(RECORD.entries)


def test_the_same_article_told_more_about_is_the_same_article(store):
    record = tell(wire_lines(1), url=None, outlet=None)
    save(store, record)
    saved = save(store, replace(record, article=replace(record.article, outlet="Gull Wire")))
    assert (saved.new, saved.changed, saved.version) == (False, True, 1)
    with store.reading() as connection:
        assert load_article(connection, record.article.id).outlet == "Gull Wire"
    save(store, record)  # nothing told takes nothing away
    with store.reading() as connection:
        assert load_article(connection, record.article.id).outlet == "Gull Wire"


def test_a_block_that_raises_keeps_nothing(store):
    with pytest.raises(RuntimeError, match="changed my mind"), store.writing() as connection:
        save_record(connection, RECORD)
        raise RuntimeError("changed my mind")
    with store.reading() as connection:
        assert list_articles(connection) == ((), 0)
        assert load_article(connection, ARTICLE.id) is None
        assert entries_of(connection, ARTICLE.id) == ()
        assert article_facts(connection, ARTICLE.id) is None


def test_ids_are_found_by_their_beginning_and_nothing_else(store):
    save(store, RECORD, tell(wire_lines(1), url=None))
    id = RECORD.entries[0].id
    with store.reading() as connection:
        assert [entry["id"] for entry in find_entries(connection, id[:8])] == [id]
        assert find_articles(connection, ARTICLE.id[:8]) == (ARTICLE.id,)
        for pattern in ("%", "e_____", "a%", "_", "\\", "' OR 1=1 --"):
            assert find_entries(connection, pattern) == ()
            assert find_articles(connection, pattern) == ()
        asked = [RECORD.entries[number].id for number in (5, 0, 3)]
        assert [entry["id"] for entry in load_entries(connection, asked)] == asked


def test_articles_are_listed_by_day_title_and_outlet(store):
    told = [
        tell(wire_lines(number), url=f"https://gull.example/{number}", title=title, outlet=outlet, published=day)
        for number, (title, outlet, day) in enumerate([
            ("Cables cut", "Gull Wire", date(2031, 1, 1)),
            ("ambling home", "Tidewater Post", date(2031, 3, 1)),
            ("Berths", "Gull Wire", date(2031, 2, 1)),
            ("100% of dues_", None, None),
        ])
    ]  # fmt: skip
    start = datetime(2031, 4, 1, tzinfo=UTC)
    with store.writing() as connection:
        for number, record in enumerate(told):
            save_record(connection, record, at=start + timedelta(hours=number))

    def listed(**asked):
        found, total = list_articles(connection, **asked)
        return [article["title"] for article in found], total

    with store.reading() as connection:
        assert listed() == (["ambling home", "Berths", "Cables cut", "100% of dues_"], 4)
        assert listed(order="published") == (["Cables cut", "Berths", "ambling home", "100% of dues_"], 4)
        assert listed(order="title")[0] == ["100% of dues_", "ambling home", "Berths", "Cables cut"]
        assert listed(order="-added")[0] == ["100% of dues_", "Berths", "ambling home", "Cables cut"]
        assert listed(limit=1, offset=1) == (["Berths"], 4)
        assert listed(outlet="Gull Wire") == (["Berths", "Cables cut"], 2)
        assert listed(since=date(2031, 2, 1)) == (["ambling home", "Berths"], 2)
        assert listed(until=date(2031, 2, 1)) == (["Berths", "Cables cut"], 2)
        assert listed(text="CABLES") == (["Cables cut"], 1)
        assert listed(text="%") == (["100% of dues_"], 1)
        assert listed(text="_") == (["100% of dues_"], 1)
        assert listed(text="gull") == (["Berths", "Cables cut"], 2)
        first = list_articles(connection, text="Berths")[0][0]
        assert first["added"] == "2031-04-01T02:00:00+00:00"
        assert first["entries"] == len(told[2].entries)
        assert first["reader"] == "communique 0.1.0"
        assert first["decided"] == 0


# Versions


def corrected(lines=3):
    """An article and the text that took its place under the same URL."""
    first = tell(wire_lines(1, 12), url="https://gull.example/news", published=DAY)
    second = tell((*wire_lines(1, 12)[:-1], *wire_lines(2, lines)), url="https://gull.example/news", published=DAY)
    return first, second


def test_another_text_under_the_same_url_is_a_new_version_and_the_old_one_is_kept(store):
    first, second = corrected()
    save(store, first)
    saved = save(store, second)
    assert (saved.new, saved.changed, saved.version, saved.first) == (True, True, 2, None)
    with store.reading() as connection:
        assert load_article(connection, first.article.id) == first.article
        old, new = (article_facts(connection, record.article.id) for record in (first, second))
        assert (old["version"], old["newest"], new["version"], new["newest"]) == (1, False, 2, True)
        assert [version["id"] for version in new["versions"]] == [first.article.id, second.article.id]
        assert new["copies"] == []
        listed, total = list_articles(connection)
        assert ([article["id"] for article in listed], total) == ([second.article.id], 1)
        assert list_articles(connection, all_versions=True)[1] == 2
        older = entries_of(connection, first.article.id)
        assert len(older) == len(first.entries)
        assert not any(entry["review"]["listed"] for entry in older)
        assert all(entry["review"]["listed"] for entry in entries_of(connection, second.article.id))


def test_saving_an_old_version_again_does_not_make_it_the_newest(store):
    first, second = corrected()
    save(store, first, second)
    with store.reading() as connection:
        before = snapshot(connection)
    assert save(store, first).changed is False
    with store.reading() as connection:
        assert snapshot(connection) == before


def test_a_version_published_earlier_that_comes_later_is_not_the_newest(store):
    first, second = corrected()
    second = replace(second, article=replace(second.article, published=DAY + timedelta(days=1)))
    save(store, second)
    save(store, first)
    with store.reading() as connection:
        assert [article["id"] for article in list_articles(connection)[0]] == [second.article.id]


def test_a_version_is_no_copy_of_an_earlier_one_by_way_of_a_copy(store):
    first, second = corrected()
    copy = tell(wire_lines(1, 12)[1:], url="https://post.example/1", published=DAY + timedelta(days=1))
    save(store, first, copy)
    assert save(store, second).first is None
    with store.reading() as connection:
        assert article_facts(connection, copy.article.id)["first"] == second.article.id
        assert not any(entry["review"]["first"] for entry in entries_of(connection, second.article.id))


def test_articles_without_a_url_are_no_versions_of_each_other(store):
    save(store, tell(wire_lines(1), url=None), tell(wire_lines(2), url=None))
    with store.reading() as connection:
        assert list_articles(connection)[1] == 2


# Near-copies


def reprints():
    """A wire text, a copy without its last third, one with a paragraph of its own, and one of the first half."""
    lines, own = wire_lines(3, 24), wire_lines(4, 2)

    def told(lines, outlet, day):
        return tell(lines, outlet=outlet, url=f"https://{outlet}.example/1", published=day)

    return (
        told(lines, "wire", DAY),
        told(lines[:16], "post", DAY + timedelta(days=1)),
        told((*own, *lines), "herald", DAY + timedelta(days=2)),
        told(lines[:12], "echo", DAY + timedelta(days=3)),
    )


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=str)
def test_a_near_copy_is_linked_to_its_first_appearance_in_whatever_order_they_come(store, order):
    told = reprints()
    for number in order:
        save(store, told[number])
    wire = told[0].article.id
    with store.reading() as connection:
        facts = [article_facts(connection, record.article.id) for record in told]
        assert [fact["first"] for fact in facts] == [None, wire, wire, wire]
        assert all(fact["shared"] >= 0.6 for fact in facts[1:])
        assert {copy["id"] for copy in facts[0]["copies"]} == {record.article.id for record in told[1:]}
        originals = {entry["evidence"][0]["text"]: entry["id"] for entry in entries_of(connection, wire)}
        for record in told[1:]:
            for entry in entries_of(connection, record.article.id):
                assert entry["review"]["first"] == originals.get(entry["evidence"][0]["text"])


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_copies_that_share_nothing_with_each_other_meet_in_the_text_they_were_cut_from(store, order):
    lines = wire_lines(5, 24)
    told = [
        tell(part, url=f"https://{name}.example/", outlet=name, published=DAY + timedelta(days=day))
        for name, part, day in (("wire", lines, 0), ("top", lines[:12], 1), ("bottom", lines[12:], 2))
    ]
    for number in order:
        save(store, told[number])
    with store.reading() as connection:
        firsts = [article_facts(connection, record.article.id)["first"] for record in told]
    assert firsts == [None, told[0].article.id, told[0].article.id]


def test_other_texts_short_texts_and_distant_days_are_no_copies(store):
    base = tell(wire_lines(6), url=None, published=DAY)
    others = (
        tell(wire_lines(7), url=None, published=DAY),
        tell((*wire_lines(6)[:9], *wire_lines(8, 15)), url=None, published=DAY),  # less than six tenths
        tell((*wire_lines(6), ("Ilse Brandt", "yes")), url=None, published=DAY + timedelta(days=10)),
        tell((("Ilse Brandt", "no"),), url=None, published=DAY),
        tell((("Ilse Brandt", "no"), ("Ilse Brandt", "no")), url=None, published=DAY),
    )
    save(store, base, *others)
    with store.reading() as connection:
        assert all(article["first"] is None for article in list_articles(connection)[0])


def test_saving_copies_again_changes_nothing(store):
    told = reprints()
    save(store, *told)
    with store.reading() as connection:
        before = snapshot(connection)
    for record in reversed(told):
        saved = save(store, record)
        assert not saved.changed
        assert saved.first == (None if record is told[0] else told[0].article.id)
    with store.reading() as connection:
        assert snapshot(connection) == before


def test_an_entry_that_a_newer_reader_finds_in_both_is_linked_too(store):
    wire, post = reprints()[:2]
    save(store, replace(wire, entries=wire.entries[1:]), replace(post, entries=post.entries[1:]))
    save(store, reread(wire, wire.entries), reread(post, post.entries))
    with store.reading() as connection:
        entry = entries_of(connection, post.article.id)[0]
        assert entry["id"] == post.entries[0].id
        assert entry["review"]["first"] == wire.entries[0].id


# Another reader


def test_a_newer_reading_keeps_the_judgements_and_the_earlier_proposals(store):
    record = tell(wire_lines(9, 6), url=None)
    first, second = record.entries[:2]
    save(store, record)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.SET_STANCE, first.id, after="against")
        judge(connection, "ana", JudgementKind.ACCEPT, second.id)
        before = judgements(connection)
    newer = reread(record, (replace(first, stance=Stance.FOR), *record.entries[1:]))
    saved = save(store, newer)
    assert (saved.new, saved.changed, saved.lost) == (False, True, ())
    with store.reading() as connection:
        assert judgements(connection) == before
        entry, other = load_entries(connection, [first.id, second.id])
        assert (entry["stance"], entry["review"]["status"], entry["review"]["changed"]) == (
            "against", "corrected", ["stance"],
        )  # fmt: skip
        assert other["review"]["status"] == "accepted"
        assert other["method"]["version"] == "communique 0.2.0"
        assert machine_of(connection, first.id)["stance"] == "for"
        assert [old["stance"] for old in earlier_of(connection, first.id)] == ["unclear"]
        assert article_facts(connection, record.article.id)["reader"] == "communique 0.2.0"
    assert save(store, newer).changed is False


def test_entries_that_the_newer_reader_no_longer_has_are_kept_apart(store):
    record = tell(wire_lines(10, 6), url=None)
    judged, unjudged = record.entries[1], record.entries[2]
    save(store, record)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.REJECT, judged.id)
    newer = reread(record, (entry for entry in record.entries if entry not in (judged, unjudged)))
    saved = save(store, newer)
    assert (saved.lost, saved.entries) == ((judged.id,), len(record.entries) - 2)
    with store.reading() as connection:
        assert [entry["id"] for entry in entries_of(connection, record.article.id)] == [e.id for e in newer.entries]
        everything = entries_of(connection, record.article.id, all=True)
        assert [entry["id"] for entry in everything] == [entry.id for entry in record.entries]
        gone = {entry["id"] for entry in everything if not entry["review"]["present"]}
        assert gone == {judged.id, unjudged.id}
        (lost,) = lost_judgements(connection)
        assert lost["id"] == judged.id
        assert [j["kind"] if isinstance(j, dict) else j.kind for j in lost["judgements"]] == ["reject"]


def test_a_lost_judgement_names_the_likeliest_entry_in_its_place(store):
    record = tell(wire_lines(11, 6), url=None)
    judged = record.entries[3]
    save(store, record)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.ACCEPT, judged.id)
    span = judged.evidence[0]
    shorter = replace(judged, evidence=(replace(span, end=span.end - 5),))
    assert shorter.id != judged.id
    save(store, reread(record, (*record.entries[:3], shorter, *record.entries[4:])))
    with store.reading() as connection:
        (lost,) = lost_judgements(connection)
        assert (lost["id"], lost["near"]) == (judged.id, shorter.id)


def test_an_entry_that_comes_back_has_its_judgements_again(store):
    record = tell(wire_lines(12, 6), url=None)
    judged = record.entries[0]
    save(store, record)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.SET_STANCE, judged.id, after="for")
    save(store, reread(record, record.entries[1:]))
    save(store, reread(record, record.entries, "communique 0.3.0"))
    with store.reading() as connection:
        assert lost_judgements(connection) == ()
        entry = entries_of(connection, record.article.id)[0]
        assert (entry["id"], entry["stance"], entry["review"]["status"]) == (judged.id, "for", "corrected")
        assert entry["review"]["present"]


def test_an_empty_reading_empties_the_list_and_nothing_else(store):
    save(store, RECORD)
    save(store, Record(ARTICLE, ()))
    with store.reading() as connection:
        assert entries_of(connection, ARTICLE.id) == ()
        assert len(entries_of(connection, ARTICLE.id, all=True)) == len(RECORD.entries)
    save(store, RECORD)
    with store.reading() as connection:
        assert [bare(entry) for entry in entries_of(connection, ARTICLE.id)] == plains(RECORD)


# Hostile text


def stored(text):
    """What no database keeps is replaced, code point for code point."""
    return "".join("\ufffd" if char == "\0" or 0xD800 <= ord(char) < 0xE000 else char for char in text)


STRANGE = {
    "null": "a \0 b \0\0 c",
    "half surrogates": "a \ud800 b \udfff",
    "right to left": "שלום \u202eevil\u202c العربية \u2066x\u2069",
    "sql": "'; DROP TABLE article; -- \" ? :name %s %(name)s $1 {x} \\",
    "beyond the basic plane": "𝔘𝔫𝔦 🏳️‍🌈 \U0010ffff",
    "combining": "Z̷̢̛a̴l̵g̶o̷ e\u0301 \u00e9",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufeff",
    "markup": "<script>alert(1)</script>&amp;<mark>",
    "escapes": r"\u0000 \\u0000 \ud800 \n \x00 \\\u0000",
    "searches": "NEAR( \"* ^ : AND OR NOT -x {a b} ' & | ! <-> ()",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_text_comes_back_as_it_was(store, text):
    record = tell(
        ((f"Ilse {text} Brandt", f"the dues {text} are fair"), ("Tomas Okafor", text)),
        title=text, outlet=text, author=text, place=text, url=f"https://x.example/{text}", path=text,
    )  # fmt: skip
    saved = save(store, record)
    assert saved.entries == 2
    with store.reading() as connection:
        article = load_article(connection, record.article.id)
        assert article.text == stored(record.article.text)
        assert len(article.text) == len(record.article.text)
        assert (article.title, article.outlet, article.path) == (stored(text),) * 3
        for entry in entries_of(connection, article.id):
            for span in (*entry["evidence"], *entry["content"], entry["speaker"]["mention"]):
                assert span["text"] == article.text[span["start"] : span["end"]]
        assert list_articles(connection, text=text)[1] == 1
        assert list_articles(connection, outlet=text)[1] == 1
        assert find_articles(connection, text) == ()
    assert save(store, record).changed is False


def test_a_record_whose_every_text_tries_to_escape_is_kept(store):
    record = build_hostile()
    save(store, record)
    with store.reading() as connection:
        assert load_article(connection, record.article.id) == record.article
        assert [bare(entry) for entry in entries_of(connection, record.article.id)] == plains(record)


def test_huge_texts_and_huge_facts_are_kept(store):
    article = build_article(tuple(f"Paragraph {number} of a very long sea law." for number in range(12_000)), url=None)
    assert len(article.text) > 450_000
    save(store, Record(article, ()))
    with store.reading() as connection:
        assert load_article(connection, article.id).text == article.text
    noise = " ".join(words for _, words in wire_lines(13, 200))  # does not compress away
    place = f"https://x.example/{noise}"
    long = tell(((noise[:2000], noise),), url=place, title=noise, outlet=noise, author=noise, place=noise, path=noise)
    save(store, long)
    with store.reading() as connection:
        assert load_article(connection, long.article.id) == long.article
        assert [bare(entry) for entry in entries_of(connection, long.article.id)] == plains(long)
