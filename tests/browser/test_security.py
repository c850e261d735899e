"""What people write is shown, never executed; nothing is fetched from elsewhere."""

import re

import pytest
from playwright.sync_api import expect

ATTACK = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture
def attacked(server) -> str:
    """Id of a run in which every text is an attack."""
    document = {
        "format": "windtunnel.scenario/1",
        "id": "attack",
        "title": ATTACK,
        "summary": ATTACK,
        "description": ATTACK,
        "topics": ["</script>" + ATTACK],
        "duration": "30 s",
        "components": {
            "callers": {
                "type": "client",
                "title": ATTACK,
                "target": "worker",
                "arrivals": {"poisson": {"rate": "5/s"}},
            },
            "worker": {"type": "function", "title": ATTACK, "duration": "200 ms"},
        },
    }
    _, made = server.post("/api/runs", {"document": document})
    assert "id" in made, made
    server.until(lambda: server.get(f"/api/runs/{made['id']}")["end"])
    return made["id"]


def test_a_script_as_a_name_is_text(lab, attacked):
    lab.open(f"/lab/{attacked}#base=none").expect_finished()
    page = lab.page
    expect(page.get_by_role("heading", level=1)).to_have_text(ATTACK)
    expect(lab.node("worker")).to_contain_text("<script>")
    lab.node("worker").click()
    page.keyboard.press("t")
    page.goto(lab.address + "/")
    expect(page.get_by_role("link", name=re.compile("^<script>"))).to_be_visible()
    assert "taken" not in page.title()
    assert page.locator("img, main script").count() == 0


@pytest.mark.parametrize("path", ["/", "/s/reserved-five", "/lab/new?scenario=reserved-five", "/x"])
def test_every_page_has_a_strict_policy(page, server, watch, path):
    watch.expect("status of 404")
    answer = page.goto(server.url(path))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:|data:", policy), policy
    assert page.locator("script:not([src]):not([type='application/json'])").count() == 0
    assert page.locator("[style], style").count() == 0 or path.startswith("/lab")
