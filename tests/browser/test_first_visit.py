"""The gallery, a scenario's page, the empty lab, and the first run."""

import re

from playwright.sync_api import expect

from tests.browser.lab import Lab

QUESTION = "What does a reserved concurrency of 5 do to a queue?"


def test_the_gallery_can_be_read_without_javascript(new_page, server):
    page = new_page(java_script_enabled=False)
    page.goto(server.url("/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("under load")
    cards = page.get_by_role("article")
    assert cards.count() >= 6
    for title in cards.get_by_role("heading").all_inner_texts():
        assert title.endswith("?"), title
    card = cards.filter(has_text=QUESTION)
    expect(card.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"\w{4}"))
    card.get_by_text("The answer").click()
    expect(card.get_by_text("five batches at a time")).to_be_visible()
    page.get_by_role("link", name=QUESTION, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(page.get_by_role("link", name="Open in lab")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Reserved concurrency")).first).to_be_visible()


def test_the_search_narrows_the_gallery(page, server):
    page.goto(server.url("/"))
    search = page.get_by_role("searchbox", name="Search")
    search.fill("cold start")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[1-5] of \d+$"))
    search.fill("no such thing")
    expect(page.get_by_text("No scenario is about “no such thing”.")).to_be_visible()
    search.fill("kinessis")
    page.get_by_role("button", name="Kinesis", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("bad record"))).not_to_have_count(0)
    search.fill("no such thing")


def test_from_the_gallery_to_a_finished_run(page, server, brake):
    page.goto(server.url("/"))
    page.get_by_role("link", name=QUESTION, exact=True).click()
    page.get_by_role("link", name="Open in lab").click()
    lab = Lab(page, server.url("")).ready()
    expect(lab.chip).to_contain_text("Not run yet")
    expect(page.get_by_text("Nothing has run yet")).to_be_visible()
    assert [node.get_attribute("data-id") for node in page.locator(".node").all()] != []
    expect(page.get_by_role("link", name="Result JSON")).to_be_hidden()

    # Not as written: that may have been computed for another test, to be compared with.
    lab.seed.fill("4712")
    brake.hold(0)
    lab.press_run()
    expect(lab.chip).to_contain_text(re.compile("Starting|Running"))
    expect(page).to_have_url(re.compile(r"/lab/[A-Z2-7]{10}"))
    expect(page.get_by_text("Nothing has run yet")).to_be_hidden()
    brake.hold(150)
    expect(lab.chip).to_contain_text("Running")
    expect(lab.computed).to_contain_text("computed to 2:30")
    assert page.title().startswith(QUESTION)

    brake.release()
    lab.expect_finished()
    expect(lab.chip).to_have_text(re.compile(r"12:00 · [\d,]{5,} events · [\d.]+ s"))
    expect(lab.computed).to_have_text("of 12:00 · computed to 12:00")
    expect(page.get_by_role("link", name="Result JSON")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Result JSON").click()
    assert download.value.suggested_filename == f"windtunnel-{lab.run_id}.json"


def test_every_picture_has_words(finished):
    """What is painted on a canvas can be read, too."""
    lab, page = finished, finished.page
    expect(lab.environments).to_have_text(re.compile(r"At 3:00\.0\. .*\d"))
    cells = page.locator(".pane-grid .sr-only tbody td")
    assert all(re.fullmatch(r"[\d,]+(/s)?", text) for text in cells.all_text_contents())
    sentences = page.locator(".tl-label p.sr-only")
    expect(sentences).to_have_count(5)
    for sentence in sentences.all_text_contents():
        assert len(sentence) > 20, sentence
        assert sentence.endswith("."), sentence
    for node in page.locator(".node").all():
        assert re.search(r"\d", node.get_attribute("aria-label") or ""), node
    assert page.locator("canvas:not([aria-hidden=true])").count() == 0
    expect(page.get_by_text("First throttle").first).to_be_visible()
    assert lab.events.count() >= 5

    page.keyboard.press("t")
    table = page.get_by_role("region", name="Timelines as a table")
    expect(table.get_by_role("columnheader", name="Throttles")).to_be_visible()
    assert table.get_by_role("row").count() >= 10
