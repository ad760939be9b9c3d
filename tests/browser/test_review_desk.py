"""The desk's working pages in a real browser: reviewed by keyboard, merged and split, coded, dated, logged.

Needs Chromium: ``apt-get install chromium``, or ``playwright install chromium``, or its path in CHROMIUM.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from communique.model.actor import ActorMention
from communique.model.entry import Issue, Method, Mode, Record, Stance, Statement
from communique.model.judgement import Judgement, JudgementKind
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store import Store
from communique.store.articles import save_record
from communique.store.directory import load_actor, read_codebook
from communique.store.entries import load_entries
from communique.store.judgements import judge
from communique.store.log import judgements
from communique.store.queue import next_entries
from communique.web import Settings, running
from tests.browser.test_dossier_in_browser import FLAGS, Window, find_chromium
from tests.unit.records import BRANDT, OKAFOR, RECORD, build_article, build_hostile

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SAME = "the channel stays shut until the buoys are mended"


def build_series() -> list[Record]:
    """Twelve articles over a year: two speakers on two issues with every stance, and one sentence that three repeat."""
    records = []
    for n in range(12):
        day = date(2030, 1, 7) + timedelta(days=29 * n)
        lines = [
            f"{speaker.name} said that clause {n}-{k} of the pilotage text could stand as it was drafted."
            for k, speaker in enumerate((BRANDT, OKAFOR))
        ]
        if n < 3:
            lines.append(f"On the quay, in the rain of week {n}, Tomas Okafor said {SAME}.")
        article = build_article(tuple(lines), title=f"Ledda, letter {n}", url=None, published=day)
        entries = []
        for k, line in enumerate(lines):
            speaker = OKAFOR if k else BRANDT
            start = article.text.index(line) + (line.index("Tomas Okafor said") if k == 2 else 0)
            said = Span(start, article.text.index(line) + len(line) - 1)
            name = Span(start, start + len(speaker.name))
            entries.append(
                Statement(
                    article=article.id,
                    evidence=(said,),
                    method=Method("compose.test", "0.1.0", round(0.5 + 0.03 * n, 2), ("cue.said",)),
                    mode=Mode.INDIRECT,
                    speaker=(ActorMention(speaker, name),),
                    cue=Span(name.end + 1, name.end + 5),
                    content=(Span(name.end + 6, said.end),),
                    stance=list(Stance)[(n + k) % 4],
                    issue=Issue("issue:pilotage", "pilotage") if k < 2 else Issue("issue:buoys", "buoys"),
                )
            )
        records.append(Record(article, tuple(entries), actors=(ActorMention(BRANDT), ActorMention(OKAFOR))))
    return records


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
    path = tmp_path_factory.mktemp("review") / "record.db"
    with Store.open(path) as store:
        for record in (RECORD, build_hostile(), *build_series()):
            with store.writing() as connection:
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

    def log(self, **wanted: str) -> tuple[Judgement, ...]:
        with self.store.reading() as connection:
            return judgements(connection, limit=500, **wanted)

    def waiting(self) -> list[str]:
        with self.store.reading() as connection:
            return [entry["id"] for entry in next_entries(connection, "ana", limit=500)]


@pytest.fixture
def place(pattern: Path, tmp_path: Path) -> Iterator[Place]:
    with (
        Store.open(shutil.copy(pattern, tmp_path / "record.db")) as store,
        running(store, Settings(user="ana")) as url,
    ):
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
        told = ("Failed to load resource", "status of 409")  # a browser tells of every request that fails
        assert [each for each in window.complaints if not any(words in each for words in told)] == []
        assert all(url.startswith(place.url) for url in window.requests)
    for context in contexts:
        context.close()


def shown(page: Page) -> str:
    """The id of the entry on the screen."""
    return page.locator("[data-entry]").get_attribute("data-entry") or ""


def settle(page: Page) -> None:
    """Waits until every decision has arrived."""
    expect(page.locator("[data-review]")).to_have_attribute("data-pending", "0")


def press(page: Page, key: str) -> None:
    """One key, and the next entry has come."""
    before = shown(page)
    page.keyboard.press(key)
    expect(page.locator(f'[data-entry="{before}"]')).to_have_count(0)


# —— the queue ——


def test_twenty_entries_are_reviewed_by_keyboard_alone(place: Place, visit):
    page = visit("/review?order=text")
    due = place.waiting()
    seen = []
    for n in range(20):
        seen.append(shown(page))
        press(page, "r" if n % 5 == 4 else "a")
    settle(page)
    assert len(set(seen)) == 20
    made = {one.subject: one for one in place.log()}
    assert set(made) == set(seen) <= set(due)
    for n, id in enumerate(seen):
        assert made[id].kind is (JudgementKind.REJECT if n % 5 == 4 else JudgementKind.ACCEPT)
        assert made[id].who == "ana"
        assert made[id].seconds is not None and 0 <= made[id].seconds < 60
    expect(page.locator("[data-progress=today]")).to_have_text("20 today")
    expect(page.locator("[data-progress=pace]")).to_contain_text("s median")


def test_keys_that_fly_decide_each_entry_once_and_lose_none(place: Place, visit):
    page = visit("/review")
    page.wait_for_load_state("networkidle")
    for _ in range(6):
        page.keyboard.press("a")  # without waiting for anything
    settle(page)
    assert len({one.subject for one in place.log()}) == len(place.log()) == 6


def test_the_next_entry_is_there_in_a_tenth_of_a_second(visit):
    page = visit("/review")
    page.wait_for_load_state("networkidle")
    took = page.evaluate(
        """async () => {
            const times = [];
            for (let n = 0; n < 5; n += 1) {
                const before = document.querySelector("[data-entry]").dataset.entry, start = performance.now();
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
                times.push(performance.now() - start);
                if (document.querySelector("[data-entry]").dataset.entry === before) return null;
            }
            return times;
        }"""
    )
    assert took is not None and max(took) < 100


def test_what_is_decided_while_leaving_is_kept(place: Place, visit):
    page = visit("/review")
    id = shown(page)
    page.keyboard.press("a")
    page.goto(place.url + "/actors")
    page.wait_for_timeout(300)
    assert place.entry(id)["review"]["status"] == "accepted"


def test_undo_takes_back_and_goes_back(place: Place, visit):
    page = visit("/review")
    first = shown(page)
    press(page, "a")
    press(page, "r")
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(page.locator("[data-entry]")).to_have_attribute("data-entry", first)
    settle(page)
    page.wait_for_timeout(200)
    settle(page)
    assert place.entry(first)["review"]["status"] == "proposed"
    assert [one.kind.value for one in place.log()].count("undo") == 2


def test_undo_reaches_back_to_an_earlier_visit(place: Place, visit):
    id = place.waiting()[0]
    with place.store.writing() as connection:
        judge(connection, "ana", JudgementKind.REJECT, id)
    page = visit("/review")
    page.keyboard.press("u")
    expect(page.locator("[data-entry]")).to_have_attribute("data-entry", id)
    assert place.entry(id)["review"]["status"] == "proposed"


def test_skipped_entries_come_again_at_the_end(place: Place, visit):
    page = visit("/review?kind=dispute")
    count = 0
    first = shown(page)
    press(page, "s")
    while shown(page) != first:
        press(page, "a")
        count += 1
    settle(page)
    assert count > 0 and place.entry(first)["review"]["status"] == "proposed"


def test_one_key_sets_a_stance_and_goes_on(place: Place, visit):
    page = visit("/review?kind=statement")
    id = shown(page)
    wanted = "against" if place.entry(id)["stance"] != "against" else "for"
    key = page.locator(f'button[value="stance:{wanted}"]').get_attribute("data-key")
    press(page, key)
    settle(page)
    assert place.entry(id)["stance"] == wanted
    assert place.log()[0].kind is JudgementKind.SET_STANCE


def test_a_field_is_fixed_without_touching_the_mouse(place: Place, visit):
    page = visit("/review?kind=statement&actor=person:ilse-brandt")
    id = shown(page)
    page.keyboard.press("f")
    expect(page.get_by_label("speaker, 1")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Tomas Okafor")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-entry="{id}"]')).to_have_count(0)
    entry = place.entry(id)
    assert entry["speaker"]["id"] == OKAFOR.id
    assert entry["review"] | {"status": "corrected", "changed": ["speaker"]} == entry["review"]
    assert [one.kind for one in place.log()] == [JudgementKind.REASSIGN]


def test_letters_typed_in_a_field_decide_nothing(place: Place, visit):
    page = visit("/review?kind=statement")
    page.keyboard.press("f")
    page.keyboard.type("arsu")
    page.keyboard.press("Escape")
    expect(page.locator("[data-fixing]")).not_to_have_attribute("open", "")
    assert place.log() == ()


def test_what_is_wrong_in_a_fix_is_told_in_the_form(place: Place, visit):
    page = visit("/review?kind=statement")
    id = shown(page)
    page.keyboard.press("f")
    page.get_by_label("content, 1").fill("words that stand nowhere in it")
    page.get_by_label("content, 1").press("Enter")
    expect(page.locator("[data-problem]")).to_contain_text("do not stand in the article")
    assert shown(page) == id and place.log() == ()


def test_identical_proposals_are_listed_and_accepted_together_and_undone_in_one(place: Place, visit):
    page = visit("/review?issue=issue:buoys")
    expect(page.locator("[data-alike] summary")).to_contain_text("2 alike")
    page.keyboard.press("b")
    expect(page.locator("[data-alike] li")).to_have_count(2)
    assert place.log() == ()  # listed first
    page.keyboard.press("b")
    expect(page.locator(".empty")).to_contain_text("Nothing is left")
    settle(page)
    assert [one.kind for one in place.log()] == [JudgementKind.ACCEPT] * 3
    page.keyboard.press("u")
    expect(page.locator("[data-entry]")).to_be_visible()
    page.wait_for_timeout(200)
    settle(page)
    assert sum(one.kind is JudgementKind.UNDO for one in place.log()) == 3


def test_a_decision_that_cannot_be_saved_is_told_and_its_entry_comes_back(place: Place, visit):
    page = visit("/review")
    page.wait_for_load_state("networkidle")
    id = shown(page)
    page.route("**/review/decide", lambda route: route.abort())
    press(page, "a")
    expect(page.locator("[data-alarm]")).to_contain_text("could not be saved")
    page.unroute("**/review/decide")
    press(page, "s")
    assert shown(page) == id  # it came back next
    press(page, "a")
    settle(page)
    assert place.entry(id)["review"]["status"] == "accepted"


def test_an_undo_waits_for_a_decision_that_is_slow(place: Place, visit):
    page = visit("/review")
    id = shown(page)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/review/decide", slowly)
    page.keyboard.press("a")
    page.keyboard.press("u")
    expect(page.locator("[data-entry]")).to_have_attribute("data-entry", id)
    page.wait_for_timeout(900)
    settle(page)
    assert [one.kind.value for one in place.log()] == ["undo", "accept"]


def test_a_screen_reader_hears_the_decision_and_the_next_entry(visit):
    page = visit("/review")
    press(page, "a")
    live = page.locator("[data-live]")
    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_contain_text("Accepted.")
    expect(live).to_contain_text(re.compile(r"“.+”"))
    expect(page.locator("[data-entry]")).to_be_focused()


def test_keys_can_be_switched_off(place: Place, visit):
    page = visit("/review")
    page.get_by_label("Keys decide").uncheck()
    id = shown(page)
    page.keyboard.press("a")
    page.wait_for_timeout(150)
    assert shown(page) == id and place.log() == ()
    page.reload()
    expect(page.get_by_label("Keys decide")).not_to_be_checked()


def test_the_queue_works_without_script(place: Place, visit):
    page = visit("/review", java_script_enabled=False)
    id = shown(page)
    page.get_by_role("button", name="Accept").click()
    assert shown(page) != id and place.entry(id)["review"]["status"] == "accepted"
    page.get_by_role("button", name="Undo").first.click()
    assert shown(page) == id and place.entry(id)["review"]["status"] == "proposed"
    page.get_by_role("button", name="Skip").click()
    assert shown(page) != id


def test_a_second_reviewer_sees_who_decided_what_or_does_not(place: Place, visit):
    id = place.waiting()[0]
    with place.store.writing() as connection:
        judge(connection, "ben", JudgementKind.REJECT, id)
    page = visit(f"/review?over=open&entry={id}")
    expect(page.locator(".decisions")).to_contain_text("ben rejected")
    page = visit("/review?over=blind")
    assert shown(page) == id
    expect(page.locator(".proposal")).not_to_contain_text("ben")
    page.keyboard.press("a")
    settle(page)
    assert [one.who for one in place.log(subject=id)] == ["ana", "ben"]


# —— actors and issues ——


def test_two_actors_are_merged_and_split_again(place: Place, visit):
    page = visit("/actors")
    for name in ("Tomas Okafor", "two Osmeri officials"):
        page.get_by_label(f"Choose {name}").check()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Merge actors")).to_be_visible()
    page.get_by_role("radio", name="Tomas Okafor").check()
    page.get_by_role("button", name="Merge 2 into one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomas Okafor")
    expect(page.locator(".facts")).to_contain_text("two Osmeri officials")
    page.get_by_text("Part what was merged").click()
    page.get_by_role("checkbox", name="two Osmeri officials", exact=True).check()
    page.get_by_role("button", name="Part them").click()
    expect(page.get_by_text("Merged into it")).to_have_count(0)
    with place.store.reading() as connection:
        parted = load_actor(connection, "unnamed:two-osmeri-officials")
    assert parted is not None and parted["into"] is None


def test_a_merge_is_undone_where_it_was_made(place: Place, visit):
    page = visit("/actors/merge?id=person:tomas-okafor&id=person:ilse-brandt")
    page.get_by_role("button", name="Merge 2 into one").click()
    page.get_by_role("button", name="Undo").click()
    page.goto(place.url + "/actors/person:ilse-brandt")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ilse Brandt")


def test_an_entry_that_names_somebody_else_is_split_off(place: Place, visit):
    page = visit("/actors/person:ilse-brandt")
    page.get_by_text("Some entries name somebody else").click()
    page.get_by_label("Who it is there").fill("Ilsa Brand")
    box = page.locator('input[name="entry"]').first
    id = box.get_attribute("value")
    box.check()
    page.get_by_role("button", name="It is somebody else there").click()
    page.goto(place.url + "/actors/person:ilsa-brand")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ilsa Brand")
    assert "Ilsa Brand" in str(place.entry(id or ""))


def test_an_actor_has_a_chart_with_a_table_beside_it(visit):
    page = visit("/actors/person:tomas-okafor")
    expect(page.locator(".chart-row svg.strip")).to_have_count(3)  # two issues of the series, one of the record
    page.get_by_text("As a table").click()
    row = page.locator(".figures tbody tr", has_text="pilotage").first
    expect(row.locator(".number").first).to_have_text("12")


def test_a_codebook_is_looked_at_before_it_is_saved(place: Place, visit):
    page = visit("/issues/-/codebook")
    text = "- id: issue:pilotage\n  label: Pilotage\n  phrases: [pilots]\n- id: strait\n  label: The strait\n"
    page.get_by_label("Codebook in YAML").fill(text + "- id: east\n  label: The east\n  parent: strait\n")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("#changes + p")).to_contain_text("3 new, 0 changed")
    with place.store.reading() as connection:
        assert read_codebook(connection) == []
    page.get_by_role("button", name="Save these changes").click()
    expect(page.locator(".tree")).to_contain_text("The east")
    with place.store.reading() as connection:
        assert [code["id"] for code in read_codebook(connection)] == ["issue:pilotage", "strait", "east"]
    with page.expect_download() as download:
        page.get_by_text("Codebook as YAML").click()
    assert "parent: strait" in Path(download.value.path()).read_text()


def test_a_codebook_that_cannot_be_read_is_told_and_kept_in_the_form(place: Place, visit):
    page = visit("/issues/-/codebook")
    page.get_by_label("Codebook in YAML").fill("- id: [")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(page.get_by_label("Codebook in YAML")).to_have_value("- id: [")


# —— calendar, log ——


def test_the_calendar_leads_to_the_sentence_and_to_a_feed(place: Place, visit):
    page = visit("/calendar?month=2030-04")
    expect(page.locator(".chip-line").first).to_contain_text("Talks")
    page.locator(".agenda .sentence").first.click()
    expect(page).to_have_url(re.compile(r"/articles/a[0-9a-f]{16}#e-e[0-9a-f]{12}"))
    answer = page.request.get(place.url + "/calendar.ics")
    feed = Calendar.from_ical(answer.body())
    assert any(str(event["summary"]).startswith("Due:") for event in feed.walk("VEVENT"))
    again = page.request.get(place.url + "/calendar.ics", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


def test_the_log_undoes_and_redoes(place: Place, visit):
    id = place.waiting()[0]
    with place.store.writing() as connection:
        judge(connection, "ben", JudgementKind.REJECT, id, seconds=2.5)
    page = visit("/log")
    expect(page.locator("tbody tr")).to_contain_text(["rejected"])
    expect(page.locator("tbody tr").first).to_contain_text("2.5 s")
    page.get_by_role("button", name="Undo").click()
    assert place.entry(id)["review"]["status"] == "proposed"
    page.get_by_role("button", name="Redo").click()
    assert place.entry(id)["review"]["status"] == "rejected"


def test_lost_judgements_are_applied_where_they_likeliest_belong(place: Place, visit):
    lost = RECORD.entries[1]
    with place.store.writing() as connection:
        judge(connection, "ben", JudgementKind.SET_STANCE, lost.id, after="against")
        span = lost.evidence[0]
        moved = Statement(
            article=lost.article,
            evidence=(Span(span.start, span.end - 3),),
            method=lost.method,
            mode=Mode.DIRECT,
            content=(Span(span.start, span.end - 10),),
        )
        rest = tuple(entry for entry in RECORD.entries if entry.id != lost.id)
        saved = save_record(connection, Record(RECORD.article, (moved, *rest), RECORD.actors))
        assert saved.lost == (lost.id,)
    page = visit("/log/lost")
    expect(page.locator(".lost .was")).to_contain_text("ben set stance")
    page.keyboard.press("a")
    expect(page.locator(".empty")).to_contain_text("Every judgement has its place")
    assert place.entry(moved.id)["stance"] == "against"


def test_agreement_is_measured_once_two_people_decided(place: Place, visit):
    with place.store.writing() as connection:
        for n, entry in enumerate(next_entries(connection, "ben", limit=12)):
            for who in ("ben", "carla"):
                kind = JudgementKind.REJECT if n % 3 == 0 or (n == 4 and who == "carla") else JudgementKind.ACCEPT
                judge(connection, who, kind, entry["id"])
    page = visit("/log/agreement")
    row = page.locator("tbody tr", has_text="accepted").first
    expect(row).to_contain_text("0.8")
    expect(row).to_contain_text("ben, carla")


# —— every page ——

PAGES = [
    "/review", "/review?over=blind", "/actors", "/actors/person:tomas-okafor", "/issues", "/issues/issue:pilotage",
    "/issues/-/codebook", "/actors/merge?id=person:tomas-okafor&id=person:ilse-brandt", "/calendar?month=2030-04",
    "/log", "/log/lost", "/log/agreement",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone_or_says_anything_in_the_console(place: Place, visit, path: str):
    with place.store.writing() as connection:
        for entry in next_entries(connection, "ben", limit=4):
            judge(connection, "ben", JudgementKind.ACCEPT, entry["id"], seconds=1.0)
    page = visit(path, size=PHONE, dark=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").count() == 1
    assert page.evaluate("[...document.querySelectorAll('[style], [onclick]')].length") == 0


SAID_BACK = ["/actors?text=%s", "/issues?text=%s", "/log?who=%s", "/log?subject=%s", "/calendar?actor=%s"]


@pytest.mark.parametrize("path", SAID_BACK)
def test_what_stands_in_an_address_is_only_ever_text(visit, path: str):
    page = visit(path % "%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.locator("main script").count() == 0
