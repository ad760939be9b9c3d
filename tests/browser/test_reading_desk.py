"""The desk's reading pages in a real browser: found both ways, searched, added to and corrected by hand, without noise.

Needs Chromium: ``apt-get install chromium``, or ``playwright install chromium``, or its path in CHROMIUM.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from communique.model.actor import ActorMention
from communique.model.entry import Event, Issue, Method, Mode, Record, Statement
from communique.model.judgement import JudgementKind
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store import Store
from communique.store.articles import save_record
from communique.store.entries import entries_of, load_entries
from communique.store.judgements import judge
from communique.store.log import load_log
from communique.web import Settings, running
from tests.browser.test_dossier_in_browser import FLAGS, Window, find_chromium
from tests.unit.records import ARTICLE, BRANDT, OKAFOR, RECORD, build_article, build_hostile

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUOTE = next(entry for entry in RECORD.entries if isinstance(entry, Statement))
LATE = [entry for entry in RECORD.entries if isinstance(entry, Event)][-1]


def build_emoji() -> Record:
    """An article with characters that take two units in a browser, before the words and inside them."""
    words = "🚢🇳🇴 Harbour news 😀: the pilots’ union said the channel 🛟 would stay open. Nobody else spoke."
    article = build_article((words, "Two boats 😀 left.", "Two boats 😀 came back."), title="Harbour 😀 news", url=None)
    text = article.text

    def find(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    said = find("said the channel 🛟 would stay open")
    content = find("the channel 🛟 would stay open")
    statement = Statement(
        article=article.id, evidence=(said,), method=Method("compose.test", "0.1.0", 0.8), mode=Mode.INDIRECT,
        speaker=(ActorMention(OKAFOR, find("the pilots’ union")),), cue=find("said"), content=(content,),
        issue=Issue("issue:pilotage", "pilotage in the eastern channel"),
    )  # fmt: skip
    return Record(article, (statement,), actors=(ActorMention(BRANDT), ActorMention(OKAFOR)))


EMOJI = build_emoji()
HARBOUR = EMOJI.entries[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = find_chromium() or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.fail("no Chromium to test with: `apt-get install chromium`, or name one in CHROMIUM", pytrace=False)
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pattern") / "record.db"
    reprint = replace(build_article((*(b for b in ARTICLE.text.split("\n\n") if b), "Our correspondent adds nothing."),
                                    title="As others print it"), outlet="Quayside Daily", url=None)  # fmt: skip
    with Store.open(path) as store, store.writing() as connection:
        for record in (RECORD, EMOJI, Record(reprint, ())):
            save_record(connection, record)
    return path


@dataclass
class Place:
    """A desk that runs, the store behind it, and its address."""

    store: Store
    url: str

    def entry(self, id: str) -> Plain:
        with self.store.reading() as connection:
            return load_entries(connection, [id])[0]

    def entries(self, article: str) -> tuple[Plain, ...]:
        with self.store.reading() as connection:
            return entries_of(connection, article)


@pytest.fixture
def place(pattern: Path, tmp_path: Path) -> Iterator[Place]:
    with Store.open(shutil.copy(pattern, tmp_path / "record.db")) as store, running(store, Settings(user="ana")) as url:
        yield Place(store, url)


@pytest.fixture
def visit(browser: Browser, place: Place):
    contexts: list[BrowserContext] = []
    windows: list[Window] = []

    def visit_(path: str, *, size=DESKTOP, dark: bool = False, **options) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)
        contexts.append(context)
        window = Window(context)
        windows.append(window)
        window.page.set_default_timeout(6000)
        window.page.goto(place.url + path)
        return window.page

    yield visit_
    for window in windows:
        refused = "server responded with a status of 409"  # a browser tells of every decision that cannot stand
        assert [each for each in window.complaints if refused not in each] == []  # and nothing the policy stopped
        assert all(url.startswith((place.url, "blob:")) for url in window.requests)
    for context in contexts:
        context.close()


READER = f"/articles/{ARTICLE.id}"
HARBOUR_READER = f"/articles/{EMOJI.article.id}"
PAGES = [
    "/",
    "/articles",
    READER,
    f"{READER}/add",
    "/record",
    "/record?q=channel&kind=statement",
    f"/entries/{QUOTE.id}",
]


def mark(page: Page, id: str):
    return page.locator(f'mark[data-ids~="{id}"]').first


def card(page: Page, id: str):
    return page.locator(f"#c-{id}")


def select(page: Page, words: str) -> None:
    """Selects words of the text with the mouse's selection."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            const nodes = [];
            let all = "";
            while (walker.nextNode()) { nodes.push([walker.currentNode, all.length]); all += walker.currentNode.data; }
            const at = all.indexOf(words);
            const place = (offset) => {
                const [node, start] = nodes.findLast(([, start]) => start <= offset);
                return [node, offset - start];
            };
            getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
        }""",
        words,
    )


# the reader


def test_the_reader_shows_every_word_of_the_article(visit):
    page = visit(READER)
    shown = page.locator(".text > *").all_text_contents()
    assert shown == [ARTICLE.text[block.span.start : block.span.end] for block in ARTICLE.blocks]


def test_hovering_shows_the_other_side_both_ways(visit):
    page = visit(READER)
    mark(page, LATE.id).hover()
    expect(card(page, LATE.id)).to_have_class(re.compile(r"\blit\b"))
    card(page, QUOTE.id).locator(".top").hover()
    expect(mark(page, QUOTE.id)).to_have_class(re.compile(r"\blit\b"))
    expect(card(page, LATE.id)).not_to_have_class(re.compile(r"\blit\b"))


def test_focus_shows_the_other_side_as_well(visit):
    page = visit(READER)
    card(page, LATE.id).focus()
    expect(mark(page, LATE.id)).to_have_class(re.compile(r"\blit\b"))
    mark(page, QUOTE.id).focus()
    expect(card(page, QUOTE.id)).to_have_class(re.compile(r"\blit\b"))


def test_a_click_on_words_finds_their_entry_and_back(visit):
    page = visit(READER, size={"width": 1280, "height": 420})
    mark(page, LATE.id).click()
    expect(card(page, LATE.id)).to_be_focused()
    assert page.url.endswith(f"#e-{LATE.id}")
    card(page, QUOTE.id).locator(".top").click()
    expect(mark(page, QUOTE.id)).to_be_in_viewport()
    expect(mark(page, LATE.id)).not_to_be_in_viewport()


def test_an_address_opens_its_sentence(visit):
    page = visit(f"{READER}#e-{LATE.id}")
    expect(mark(page, LATE.id)).to_be_in_viewport()
    expect(mark(page, LATE.id)).to_have_class(re.compile(r"\bon\b.*\bflash\b|\bflash\b.*\bon\b"))
    expect(card(page, LATE.id)).to_be_focused()


def test_without_scripts_an_address_still_scrolls_to_its_sentence(visit):
    page = visit(f"{READER}#e-{LATE.id}", size={"width": 1280, "height": 420}, java_script_enabled=False)
    expect(mark(page, LATE.id)).to_be_in_viewport()


def test_a_kind_can_be_hidden(visit):
    page = visit(READER)
    chip = page.locator('.chip[data-kind="event"]')
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(card(page, LATE.id)).to_be_hidden()
    expect(card(page, QUOTE.id)).to_be_visible()


def test_an_entry_is_accepted_and_taken_back_from_the_reader(visit, place):
    page = visit(READER)
    card(page, QUOTE.id).get_by_role("button", name="Accept").click()
    expect(card(page, QUOTE.id).locator(".status")).to_have_text("accepted")
    assert place.entry(QUOTE.id)["review"]["status"] == "accepted"
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(card(page, QUOTE.id).locator(".status")).to_have_text("proposed")
    assert place.entry(QUOTE.id)["review"]["status"] == "proposed"


def test_entries_are_walked_and_decided_by_keys(visit, place):
    page = visit(READER)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = place.entries(ARTICLE.id)[1]["id"]
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("r")
    expect(card(page, second).locator(".status")).to_have_text("rejected")
    page.keyboard.press("j")
    expect(card(page, second)).to_be_hidden()  # rejected ones stand behind a chip
    assert place.entry(second)["review"]["status"] == "rejected"
    page.locator('.chip[data-status="rejected"]').click()
    expect(card(page, second)).to_be_visible()


def test_a_decision_without_scripts_comes_back_to_its_place(visit, place):
    page = visit(READER, java_script_enabled=False)
    card(page, QUOTE.id).get_by_role("button", name="Reject").click()
    assert page.url.endswith(f"{READER}#e-{QUOTE.id}")
    assert place.entry(QUOTE.id)["review"]["status"] == "rejected"


# an entry by hand


def test_selecting_words_adds_an_entry_exactly_there(visit, place):
    page = visit(HARBOUR_READER)
    select(page, "Two boats 😀 came back")
    page.locator("#float").click()
    panel = page.locator("#panel")
    panel.get_by_label("Kind").select_option("event")
    expect(panel.locator(".evidence q")).to_have_text("Two boats 😀 came back")
    panel.get_by_label("type").select_option("visit")
    panel.get_by_label("status").select_option("held")
    panel.get_by_label("participants", exact=True).fill("Tomas Okafor")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("added")
    added = next(entry for entry in place.entries(EMOJI.article.id) if entry["kind"] == "event")
    text = EMOJI.article.text
    start = text.index("Two boats 😀 came back")
    assert added["evidence"] == [{"start": start, "end": start + 21, "text": "Two boats 😀 came back"}]
    assert added["participants"]["id"] == OKAFOR.id  # the one that is known by this name
    assert added["review"]["status"] == "added"
    expect(card(page, added["id"])).to_be_visible()


def test_a_field_takes_the_selected_words_at_their_own_place(visit, place):
    page = visit(HARBOUR_READER)
    select(page, "Two boats 😀 came back")
    page.locator("#float").click()
    panel = page.locator("#panel")
    select(page, "Nobody else spoke")
    page.wait_for_timeout(200)
    field = panel.locator(".words", has=page.get_by_label("content"))
    field.get_by_role("button", name="Take the selected words").click()
    expect(field.locator("textarea")).to_have_value("Nobody else spoke")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("added")
    added = next(e for e in place.entries(EMOJI.article.id) if e["id"] != HARBOUR.id)
    start = EMOJI.article.text.index("Nobody else spoke")
    assert [(span["start"], span["end"]) for span in added["content"]] == [(start, start + 17)]


def test_a_refused_entry_says_why_and_keeps_what_was_typed(visit):
    page = visit(HARBOUR_READER)
    select(page, "Two boats 😀 left")
    page.locator("#float").click()
    panel = page.locator("#panel")
    panel.get_by_label("Kind").select_option("commitment")
    panel.get_by_label("by", exact=True).fill("Somebody New")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("action")
    expect(panel.get_by_label("by", exact=True)).to_have_value("Somebody New")


def test_names_of_the_record_are_offered(visit):
    page = visit(HARBOUR_READER)
    page.get_by_role("link", name="Add an entry").click()
    page.locator("#panel").get_by_label("speaker", exact=True).press_sequentially("okaf")
    expect(page.locator("#names-actors option")).to_have_attribute("value", "Tomas Okafor")


def test_without_scripts_an_entry_is_added_from_copied_words(visit, place):
    page = visit(HARBOUR_READER, java_script_enabled=False)
    page.get_by_role("link", name="Add an entry").click()
    page.get_by_role("link", name="event").click()
    page.get_by_label("Words of the article").fill("words that stand nowhere")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not stand in the article")
    page.get_by_label("Words of the article").fill("Two boats 😀 left")
    page.get_by_role("button", name="Add", exact=True).click()
    assert re.search(r"#e-e[0-9a-f]{12}$", page.url)
    assert any(entry["review"]["status"] == "added" for entry in place.entries(EMOJI.article.id))


# edges of words


def words_of(place: Place, field: str = "evidence") -> list[str]:
    value = place.entry(HARBOUR.id)[field]
    return [span["text"] for span in (value if isinstance(value, list) else [value])]


def test_an_edge_is_dragged_to_other_words(visit, place):
    page = visit(f"{HARBOUR_READER}#e-{HARBOUR.id}")
    card(page, HARBOUR.id).get_by_role("button", name="Words").click()
    handle = page.get_by_role("slider", name="Start of the evidence").bounding_box()
    aim = page.evaluate(
        """() => {
            const node = [...document.querySelectorAll(".text p")][0].firstChild;
            const range = document.createRange();
            const at = node.data.indexOf("pilots");
            range.setStart(node, at); range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect();
            return [box.left, box.top + box.height / 2];
        }"""
    )
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(aim[0] + 40, aim[1], steps=4)
    page.mouse.move(aim[0] + 1, aim[1], steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("evidence was moved")
    assert words_of(place) == ["pilots’ union said the channel 🛟 would stay open"]
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(card(page, HARBOUR.id).locator(".status")).to_have_text("proposed")
    assert words_of(place) == ["said the channel 🛟 would stay open"]


def test_edges_are_moved_by_words_and_characters_with_the_keyboard(visit, place):
    page = visit(f"{HARBOUR_READER}#e-{HARBOUR.id}")
    page.keyboard.press("w")
    page.get_by_role("toolbar").get_by_role("button", name="content").click()
    end = page.get_by_role("slider", name="End of the content")
    expect(end).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")  # open, stay, would
    expect(end).to_have_attribute("aria-valuetext", re.compile("the channel”$"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("content was moved")
    assert words_of(place, "content") == ["the channel 🛟"]
    assert place.entry(HARBOUR.id)["review"]["status"] == "corrected"


def test_escape_leaves_the_words_as_they_were(visit, place):
    page = visit(f"{HARBOUR_READER}#e-{HARBOUR.id}")
    page.keyboard.press("w")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("#edgebar")).to_be_hidden()
    assert place.entry(HARBOUR.id)["review"]["status"] == "proposed"


def test_offsets_count_code_points_both_ways(visit):
    page = visit(HARBOUR_READER)
    module = page.evaluate("document.querySelector('script[src*=reader]').src.replace('reader.js', 'offsets.js')")
    wrong = page.evaluate(
        """async (url) => {
            const { readBlocks, readText, pointOf, offsetOf, rangeOf } = await import(url);
            const blocks = readBlocks(document.getElementById("text"));
            const text = readText(blocks);
            const wrong = [];
            for (const block of blocks) for (let i = 0; i <= block.chars.length; i++) {
                const { node, at } = pointOf(blocks, block.start + i);
                if (offsetOf(blocks, node, at) !== block.start + i) wrong.push(block.start + i);
                if (i < block.chars.length) {
                    const found = rangeOf(blocks, block.start + i, block.start + i + 1).toString();
                    if (found !== text[block.start + i]) wrong.push([found, text[block.start + i]]);
                }
            }
            return wrong;
        }""",
        module,
    )
    assert wrong == []


# the record


def test_the_search_box_finds_words_and_marks_them(visit):
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("dredging")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record?q=dredging")
    assert page.locator(".found").first.inner_text() == "dredging"
    for row in page.locator(".row").all():
        assert "dredging" in row.inner_text()


def test_a_facet_narrows_the_record_and_its_address_can_be_shared(visit):
    page = visit("/record")
    count = page.locator(".facets a.k-dispute b").inner_text()
    page.locator(".facets a.k-dispute").click()
    expect(page.locator(".row")).to_have_count(int(count))
    expect(page.locator(".row.k-dispute")).to_have_count(int(count))
    again = visit(page.url.removeprefix(page.url.split("/record")[0]))
    expect(again.locator(".row")).to_have_count(int(count))
    page.locator(".active").click()
    assert page.locator(".row").count() > int(count)


def test_filters_by_actor_and_day_narrow_the_record(visit):
    page = visit("/record")
    page.get_by_label("Who").fill("Tomas Okafor")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".active")).to_contain_text("Tomas Okafor")
    assert page.locator(".row").count() == 3
    page.get_by_label("From").first.fill("2031-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="No entry fits")).to_be_visible()


def test_a_row_opens_its_sentence_in_place(visit):
    page = visit("/record?kind=event&q=polls")
    row = page.locator(".row").first
    row.locator("summary").click()
    passage = row.locator(".passage").first
    expect(passage).to_contain_text("no date has been given. Osmere goes to the polls in 2031")
    assert passage.locator("mark").inner_text() == "Osmere goes to the polls in 2031"
    row.get_by_role("link", name="In the article").click()
    expect(page.locator("mark.on").first).to_be_in_viewport()


def test_rows_are_walked_with_keys(visit):
    page = visit("/record")
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.locator(".row").nth(1)
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.locator(".sentence")).to_have_attribute("open", "")


@pytest.mark.parametrize("name", ["JSON lines", "CSV", "Parquet", "W3C Web Annotation", "iCalendar"])
def test_what_is_shown_can_be_taken_away(visit, name):
    page = visit("/record?kind=event&order=day")
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    content = Path(waiting.value.path()).read_bytes()
    assert content
    if name == "CSV":
        assert content.decode().count("\n") == page.locator(".row").count() + 1


def test_without_scripts_the_record_is_searched_and_read(visit):
    page = visit("/record", java_script_enabled=False)
    page.get_by_label("Words").fill("polls")
    page.get_by_role("button", name="Show").click()
    row = page.locator(".row").first
    row.locator("summary").click()
    expect(row.locator(".passage").first).to_contain_text("polls")


def test_what_is_no_day_is_told(visit):
    page = visit("/record?since=soon&kind=poem&least=7")
    told = " ".join(page.get_by_role("alert").all_inner_texts())
    assert "“soon” is no day" in told and "“poem” is no kind" in told and "“7” is no score" in told


# one entry, articles, home


def test_an_entry_tells_what_was_changed_and_by_whom(visit, place):
    with place.store.writing() as connection:
        judge(connection, "bo", JudgementKind.SET_STANCE, QUOTE.id, after="against", seconds=4)
    page = visit(f"/entries/{QUOTE.id}")
    changed = page.locator("tr.differs")
    assert changed.locator("td").all_inner_texts() == ["against", "conditional"]
    expect(page.locator(".log")).to_contain_text("bo changed stance")
    expect(page.locator("main")).to_contain_text("cue.told")
    page.get_by_role("button", name="Undo the last").click()
    expect(page.locator("tr.differs")).to_have_count(0)
    with place.store.reading() as connection:
        assert [each.kind.value for each in load_log(connection, QUOTE.id)] == ["set_stance", "undo"]


def test_reprints_stand_under_their_first_appearance(visit):
    page = visit("/articles")
    expect(page.locator(".articles > li")).to_have_count(2)
    page.get_by_text("1 reprint").click()
    page.get_by_role("link", name="As others print it").click()
    expect(page.locator(".copies")).to_contain_text("A reprint")


def test_articles_are_searched_by_their_words(visit):
    page = visit("/articles")
    page.get_by_label("Words").fill("dredging")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".articles .found").first).to_have_text("dredging")
    expect(page.get_by_role("link", name="Harbour 😀 news")).to_have_count(0)


def test_a_newer_version_is_told(visit, place):
    newer = replace(build_article(("The talks are over.",), title="Talks over"), url=ARTICLE.url)
    with place.store.writing() as connection:
        save_record(connection, Record(newer, ()))
    page = visit(READER)
    expect(page.locator(".notice")).to_contain_text("version 1 of 2")
    page.get_by_role("link", name="Read the newest").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talks over")


def test_an_empty_store_tells_how_to_begin(browser, tmp_path):
    with Store.open(tmp_path / "empty.db") as store, running(store, Settings(user="ana")) as url:
        page = browser.new_page()
        for path in ("/", "/articles", "/record"):
            page.goto(url + path)
            expect(page.locator("main")).to_contain_text("communique add")
        page.close()


# every page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_scrolls_sideways(visit, path, width):
    page = visit(path, size={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_landmarks_one_heading_and_labels(visit, path):
    page = visit(path)
    for landmark in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(landmark).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("nav[aria-label=Sections] [aria-current=page]")).to_have_count(1)
    bare = page.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href], summary")]
            .filter((field) => field.checkVisibility())
            .filter((field) => !(field.labels?.length || field.ariaLabel || field.textContent.trim()))
            .map((field) => field.outerHTML.slice(0, 120))"""
    )
    assert bare == []
    twice = page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); "
        "return ids.filter((id, at) => ids.indexOf(id) !== at); }"
    )
    assert twice == []
    levels = page.evaluate(
        "() => [...document.querySelectorAll('main :is(h1,h2,h3)')].map((h) => Number(h.tagName[1]))"
    )
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("path", PAGES)
def test_words_stand_out_from_their_ground(visit, path):
    for dark in (False, True):
        page = visit(path, dark=dark)
        faint = page.evaluate(CONTRAST)
        assert faint == []


CONTRAST = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, under) => top.slice(0, 3).map((part, i) => part * top[3] + under[i] * (1 - top[3])).concat(1);
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
        const layers = [];
        for (let each = node; each; each = each.parentElement) {
            layers.push(rgba(getComputedStyle(each).backgroundColor));
        }
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        const words = walker.currentNode.data.trim();
        if (!words || !node.checkVisibility() || node.closest("script, [aria-disabled]")) continue;
        const under = ground(node);
        const [a, b] = [light(over(rgba(getComputedStyle(node).color), under)), light(under)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.className} ${words.slice(0, 30)}`);
    }
    return [...new Set(faint)];
}"""


def test_the_keys_are_told_and_the_content_can_be_skipped_to(visit):
    page = visit(READER)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("accept, reject the chosen entry")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_phone_shows_the_entry_over_the_text(visit, place):
    page = visit(READER, size=PHONE, has_touch=True)
    mark(page, LATE.id).tap()
    peek = page.locator(".peek")
    expect(peek).to_contain_text("meeting")
    expect(mark(page, LATE.id)).to_be_in_viewport()
    peek.get_by_role("button", name="Accept").tap()
    expect(peek.locator(".status")).to_have_text("accepted")
    peek.get_by_role("button", name="Close").click()
    expect(peek).to_be_hidden()
    assert place.entry(LATE.id)["review"]["status"] == "accepted"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_hostile_text_runs_nowhere(visit, place, size):
    record = build_hostile()
    with place.store.writing() as connection:
        save_record(connection, record)
    ids = [entry.id for entry in record.entries]
    paths = [
        f"/articles/{record.article.id}",
        "/articles",
        "/record",
        "/",
        f"/articles/{record.article.id}/add?at=0-20",
    ]
    for path in [*paths, *(f"/entries/{id}" for id in ids)]:
        page = visit(path, size=size)
        for summary in page.locator("main summary:visible").all()[:3]:
            summary.click()
        page.wait_for_timeout(50)
        assert page.evaluate("window.pwned") is None
        assert page.locator("main img").count() == 0
        assert page.locator("a[href^='javascript:']").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
