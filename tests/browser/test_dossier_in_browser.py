"""The dossier in a real browser: found both ways, quiet about hostile text, readable on a phone and in the dark.

Needs Chromium: ``apt-get install chromium``, or ``playwright install chromium``, or its path in CHROMIUM.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from communique.export.dossier import write_dossier
from communique.model.entry import Commitment, Event, Record, Statement
from tests.unit.records import PARAGRAPHS, RECORD, build_article, build_hostile

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PHONE = {"width": 375, "height": 720}
DESKTOP = {"width": 1280, "height": 860}

STATEMENT = next(entry for entry in RECORD.entries if isinstance(entry, Statement))
COMMITMENT = next(entry for entry in RECORD.entries if isinstance(entry, Commitment))
LATE = [entry for entry in RECORD.entries if isinstance(entry, Event)][-1]


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


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
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("dossiers")
    other = Record(build_article(("A quiet week in Port Amity, without talks.",), title="Nothing moved"), ())
    made = {"one": [RECORD], "hostile": [build_hostile()], "several": [RECORD, other, build_hostile()]}
    for name, records in made.items():
        (folder / f"{name}.html").write_text(write_dossier(records), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


class Window:
    """One page, with everything it complained about or asked the network for."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, str]):
    contexts: list[BrowserContext] = []
    windows: list[Window] = []

    def open_(name: str = "one", *, size=DESKTOP, dark: bool = False, hash: str = "", **options) -> Window:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport=size, color_scheme=scheme, offline=True, reduced_motion="reduce", **options
        )
        contexts.append(context)
        window = Window(context)
        windows.append(window)
        window.page.goto(pages[name] + hash)
        return window

    yield open_
    for window in windows:
        assert window.complaints == []
        assert all(url.startswith("file:") for url in window.requests)
    for context in contexts:
        context.close()


def card(page: Page, entry) -> object:
    return page.locator(f"#entry-{entry.id}")


def mark(page: Page, entry):
    return page.locator(f'mark[data-ids~="{entry.id}"]').first


def test_the_text_is_all_there(open_page):
    page = open_page().page
    shown = page.locator(".reading > article > *").all_text_contents()
    assert shown == list(PARAGRAPHS)


def test_a_click_on_a_highlight_finds_its_card(open_page):
    page = open_page().page
    mark(page, LATE).click()
    expect(card(page, LATE)).to_be_focused()
    expect(card(page, LATE)).to_be_in_viewport()
    assert page.url.endswith(f"#entry-{LATE.id}")


def test_a_click_on_a_card_finds_its_highlight(open_page):
    page = open_page(size={"width": 1280, "height": 420}).page
    expect(mark(page, LATE)).not_to_be_in_viewport()
    card(page, LATE).locator(".says").click()
    expect(mark(page, LATE)).to_be_in_viewport()
    assert "on" in (mark(page, LATE).get_attribute("class") or "").split()


def test_clicks_on_shared_words_go_through_their_entries(open_page):
    page = open_page().page
    words = page.locator("mark").filter(has_text="We will open the eastern channel")
    ids = (words.get_attribute("data-ids") or "").split()
    assert len(ids) == 3
    for place, id in enumerate([*ids, ids[0]]):
        words.click()
        expect(page.locator(f"#entry-{id}")).to_be_focused()
        expect(page.locator(".recordbar .status")).to_have_text(f"{place % 3 + 1} of 3 on these words")


def test_everything_can_be_done_from_the_keyboard(open_page):
    page = open_page().page
    mark(page, COMMITMENT).focus()
    page.keyboard.press("Enter")
    expect(card(page, COMMITMENT)).to_be_focused()
    page.keyboard.press("Enter")
    expect(mark(page, COMMITMENT)).to_be_focused()
    page.keyboard.press("Escape")
    assert page.locator("mark.on, .card.on").count() == 0


def test_an_address_opens_its_entry(open_page):
    page = open_page(hash=f"#entry-{LATE.id}").page
    expect(card(page, LATE)).to_be_focused()
    expect(mark(page, LATE)).to_be_in_viewport()


def test_linked_entries_lead_to_each_other(open_page):
    page = open_page().page
    card(page, COMMITMENT).locator(".links a").first.click()
    expect(card(page, STATEMENT)).to_be_focused()


def test_a_day_on_the_calendar_finds_its_event(open_page):
    page = open_page().page
    page.locator(f'.day[data-ids~="{LATE.id}"]').click()
    expect(card(page, LATE)).to_be_focused()
    expect(mark(page, LATE)).to_be_in_viewport()


def test_a_kind_can_be_hidden(open_page):
    page = open_page().page
    chip = page.locator('.chip[data-kind="event"]')
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(card(page, LATE)).to_be_hidden()
    expect(card(page, STATEMENT)).to_be_visible()
    chip.click()
    expect(card(page, LATE)).to_be_visible()


def test_an_actor_narrows_the_record(open_page):
    page = open_page().page
    member = page.locator(".member", has_text="Tomas Okafor")
    member.click()
    expect(page.locator(".card:visible")).to_have_count(2)
    member.click()
    expect(page.locator(".card:visible")).to_have_count(len(RECORD.entries))


def test_cards_can_stand_by_kind(open_page):
    page = open_page().page
    page.get_by_role("button", name="by kind").click()
    kinds = [each.get_attribute("data-kind") for each in page.locator(".card").all()]
    assert sorted(set(kinds), key=kinds.index) == [
        "statement", "commitment", "condition", "dispute", "event", "provision", "amount",
    ]  # fmt: skip
    assert len(kinds) == len(RECORD.entries)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_hostile_text_runs_nowhere(open_page, size):
    page = open_page("hostile", size=size).page
    for each in page.locator("mark").all()[:2]:
        each.click()
        page.keyboard.press("Escape")
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert page.locator(".byline a").count() == 0


def test_the_policy_stops_what_might_slip_through(browser, pages):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(pages["one"])
    page.evaluate(
        """() => {
            const made = document.createElement("script");
            made.textContent = "window.pwned = 1";
            document.body.append(made);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.pwned = 1'>");
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.pwned") is None
    context.close()


@pytest.mark.parametrize("name", ["one", "hostile", "several"])
@pytest.mark.parametrize("width", [320, 375, 820, 1280])
def test_nothing_scrolls_sideways(open_page, name, width):
    page = open_page(name, size={"width": width, "height": 720}).page
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    for tab in page.locator(".article.shown .tabs button:visible").all():
        tab.click()
        assert page.evaluate(wide) == 0


def test_a_phone_shows_the_entry_over_the_text(open_page):
    page = open_page(size=PHONE, has_touch=True).page
    mark(page, LATE).tap()
    peek = page.locator(".peek")
    expect(peek).to_be_visible()
    expect(peek).to_contain_text("meeting")
    expect(mark(page, LATE)).to_be_in_viewport()
    peek.get_by_role("button", name="Close").click()
    expect(peek).to_be_hidden()


def test_a_phone_has_the_record_and_the_calendar_behind_tabs(open_page):
    page = open_page(size=PHONE).page
    expect(card(page, STATEMENT)).to_be_hidden()
    page.locator(".tabs button", has_text="Record").click()
    expect(card(page, STATEMENT)).to_be_visible()
    expect(page.locator(".reading")).to_be_hidden()
    card(page, LATE).locator(".says").click()
    expect(mark(page, LATE)).to_be_in_viewport()
    page.locator(".tabs button", has_text="Calendar").click()
    page.locator(f'.item[data-ids="{LATE.id}"]').click()
    expect(mark(page, LATE)).to_be_in_viewport()


def test_dark_and_light_follow_the_system_and_the_button(open_page):
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = open_page().page, open_page(dark=True).page
    paper, night = light.evaluate(ground), dark.evaluate(ground)
    assert paper != night
    button = light.locator("[data-act=theme]")
    button.click()
    assert light.evaluate(ground) == paper
    button.click()
    assert light.evaluate(ground) == night
    dark.locator("[data-act=theme]").click()
    assert dark.evaluate(ground) == paper


def test_several_articles_are_read_one_at_a_time(open_page):
    page = open_page("several").page
    expect(page.locator(".article:visible")).to_have_count(1)
    page.locator(".index a", has_text="Nothing moved").click()
    expect(page.locator(".article:visible h1")).to_have_text("Nothing moved")
    page.go_back()
    expect(page.locator(".article:visible h1")).to_contain_text("Nine hours")


def test_without_scripts_everything_is_still_there(open_page):
    page = open_page("several", java_script_enabled=False).page
    expect(page.locator(".article:visible")).to_have_count(3)
    expect(card(page, LATE)).to_be_visible()


def test_paper_shows_text_and_record(open_page):
    page = open_page("several", dark=True).page
    page.emulate_media(media="print")
    expect(page.locator(".article:visible")).to_have_count(3)
    expect(card(page, LATE)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
