"""An insight from its flag on the timelines to its card, and the knob that it says to turn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations


@pytest.fixture
def unturned(server) -> str:
    """Id of a finished run of which this test makes a fork."""
    return server.finished_run("reserved-five", duration=190)


def test_a_flag_opens_a_card_that_turns_the_knob_from_its_moment(lab, unturned, server):
    page = lab.page
    lab.open(f"/lab/{unturned}#t=100").expect_finished()
    what = re.compile("Worker had all of its reserved concurrency in use")
    page.locator(".tl-insight[title^='Worker had all']").click()
    card = page.get_by_role("article", name=what)
    expect(card).to_be_focused()
    expect(lab.clock).to_have_text("0:02.67")
    expect(page.get_by_role("region", name="Insights at 0:02.7")).to_contain_text("were refused")
    source, rule = card.get_by_role("link").all()
    assert source.get_attribute("href").startswith("https://docs.aws.amazon.com")
    assert rule.get_attribute("href").startswith("/model#pools-of-concurrency")
    assert violations(page) == []

    card.get_by_role("button", name="Try from 0:02.7").press("Enter")
    expect(page).not_to_have_url(re.compile(f"/lab/{unturned}"))
    lab.expect_finished()
    told = server.get(f"/api/runs/{lab.run_id}")
    [done] = told["overrides"]["interventions"]
    assert (told["parent"], done["values"]) == (
        unturned,
        {"components.worker.reserved_concurrency": 10},
    )
    done_now = page.get_by_role("region", name="Done during the run")
    expect(done_now).to_contain_text("reserved concurrency 10")
