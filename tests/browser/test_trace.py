"""A recorded trace of one's own."""

import re

from playwright.sync_api import expect

from tests.browser.lab import Lab

COUNTS = [30, 0, 120, 45, 7, 61]
GOOD = "minute,requests\n" + "".join(
    f"2026-03-01T12:0{minute}:00Z,{count}\n" for minute, count in enumerate(COUNTS)
)


def upload(lab: Lab, name: str, text: str) -> None:
    with lab.page.expect_file_chooser() as chooser:
        lab.page.get_by_role("button", name=re.compile("trace…|Replay a trace")).click()
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_a_trace_of_ones_own_is_replayed(lab, server):
    lab.open_new("sync-burst-cold-starts")
    page = lab.page
    upload(lab, "monday.csv", GOOD)
    said = page.locator(".trace")
    expect(said).to_contain_text(f"replays monday.csv: {sum(COUNTS)} arrivals")
    expect(said.get_by_role("listitem")).not_to_have_count(0)
    expect(said).to_contain_text("The trace covers 6 min; this run shows its first 5 min.")
    said.get_by_role("button", name="Run 6 min").click()
    expect(page.locator(".trace-fit")).to_be_hidden()
    lab.run()
    result = server.get(f"/api/runs/{lab.run_id}/result.json")
    assert result["counters"]["visitors"]["requests"] == sum(COUNTS)
    page.reload()
    lab.ready().expect_finished()
    expect(page.locator(".trace")).to_contain_text(f"{sum(COUNTS)} arrivals")
    said.get_by_role("button", name="remove").click()
    expect(said).not_to_contain_text("replays")


REFUSED = {
    "minute,requests\n0,3\n60,many\n": "line 3",
    "minute,requests\n0,3\n60,-4\n": "line 3",
    "no numbers at all\n": "line 1|column|no ",
    "": "empty",
}


def test_what_is_no_trace_is_refused_with_its_line(lab, watch):
    watch.expect("status of 4")
    lab.open_new("sync-burst-cold-starts")
    error = lab.page.locator(".trace").get_by_role("alert")
    for text, said in REFUSED.items():
        upload(lab, "bad.csv", text)
        expect(error).to_contain_text(re.compile(said, re.IGNORECASE))
        expect(lab.page.get_by_role("button", name=re.compile("Replay a trace"))).to_be_enabled()
    expect(lab.chip).to_contain_text("Not run yet")
