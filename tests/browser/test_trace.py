"""A recorded trace of one's own."""

import re

from playwright.sync_api import expect

from tests.browser.lab import Lab

COUNTS = [30, 0, 120, 45, 7, 61]
GOOD = "minute,requests\n" + "".join(
    f"2026-03-01T12:0{minute}:00Z,{count}\n" for minute, count in enumerate(COUNTS)
)


def upload(lab: Lab, name: str, text: str) -> None:
    lab.unfold(lab.page.locator(".trace"))
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
    page.reload()
    lab.ready()
    lab.unfold(said)
    expect(said).to_contain_text(f"replays monday.csv: {sum(COUNTS)} arrivals")
    said.get_by_role("button", name="Run 6 min").click()
    expect(page.locator(".trace-fit")).to_be_hidden()
    lab.expect_finished()
    result = server.get(f"/api/runs/{lab.run_id}/result.json")
    assert result["counters"]["visitors"]["requests"] == sum(COUNTS)
    page.reload()
    lab.ready().expect_finished()
    lab.unfold(said)
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


HISTORY = "Timestamp,User Count,Total Request Count\n" + "".join(
    f"{1700000000 + n},10,{min(225, n * n // 8)}\n" for n in range(300)
)


def test_what_is_not_clear_is_said_beside_the_field(lab, server, watch):
    """A load test's history: which column, and that it is a running total."""
    watch.expect("status of 4")
    lab.open_new("sync-burst-cold-starts")
    trace = lab.page.locator(".trace")
    upload(lab, "history.csv", HISTORY)
    expect(trace.get_by_role("alert")).to_contain_text("not clear which column counts requests")
    rows = trace.get_by_role("region", name="First rows of the file")
    expect(rows.get_by_role("row").nth(1)).to_contain_text("1700000000")
    trace.get_by_label("Times are").select_option("seconds")
    trace.get_by_label("Counts in column").select_option("Total Request Count")
    trace.get_by_role("button", name="Read again").click()
    expect(trace.get_by_role("alert")).to_contain_text("as a running total it is 225 requests")
    trace.get_by_label("A count is").select_option("a running total")
    trace.get_by_role("button", name="Read again").click()
    expect(trace).to_contain_text("replays history.csv: 225 arrivals")
    expect(trace).to_contain_text("300 rows from 2023-11-14 22:13:20")
    lab.run()
    result = server.get(f"/api/runs/{lab.run_id}/result.json")
    assert result["counters"]["visitors"]["requests"] == 225
    lab.page.reload()
    lab.ready().expect_finished()
    expect(lab.page.locator(".trace")).to_contain_text("225 arrivals")
