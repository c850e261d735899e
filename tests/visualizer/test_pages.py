"""The pages: complete without JavaScript, escaped, under a policy that allows nothing inline."""

import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from simcore.scenario import shipped
from visualizer import scenarios
from visualizer.models import Run

pytestmark = pytest.mark.django_db(transaction=True)

SHIPPED = sorted(shipped())


class Reader(HTMLParser):
    """Notes what the policy would block, what is open, and what comes from elsewhere."""

    VOID = frozenset({"meta", "link", "br", "input", "img", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.inline += [name for name in named if name == "style" or name.startswith("on")]
        if tag == "style" or (
            tag == "script" and "src" not in named and "json" not in named["type"]
        ):
            self.inline.append(tag)
        self.addresses += [named[name] for name in ("src", "href") if named.get(name)]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def run():
    ramp = scenarios.find_shipped("sqs-ramp")
    return Run.objects.create(
        id="ABCDEFGHIJ", scenario="sqs-ramp", title=ramp.scenario.title,
        document=ramp.document, seed=4711, profile="aws-2026", model_version="0.1.0",
        overrides={"worker.reserved_concurrency": 5}, state="finished", frames=3, computed_s=3.0,
        header={"duration_s": 60.0, "frames": 3, "topology": {"nodes": [], "edges": []}},
    )  # fmt: skip


def paths():
    return [
        "/",
        "/keys",
        "/docs",
        "/docs/reference/quotas",
        "/search?q=a",
        "/lab/new?scenario=sqs-ramp",
        *(f"/s/{slug}" for slug in SHIPPED),
    ]


def test_answers_say_of_which_seed_their_figures_are(client):
    """Of others they are others: how many messages die depends on luck."""
    answered = [slug for slug in SHIPPED if scenarios.find_shipped(slug).scenario.summary]
    said = "Figures are those of seed 4711."
    assert page(client, "/").count(said) == len(answered)
    assert all(said in page(client, f"/s/{slug}") for slug in answered)


@pytest.mark.parametrize("path", paths())
def test_a_page_keeps_to_the_policy(client, path):
    read = Reader(page(client, path))
    assert read.inline == []
    assert read.open == []
    assert not [address for address in read.addresses if re.match(r"(\w+:)?//", address)]
    assert read.headings[0] == "h1"
    assert read.headings.count("h1") == 1


def test_the_policy_is_strict(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_gallery_asks_every_question(client):
    text = page(client, "/")
    assert len(SHIPPED) >= 6
    assert [found.slug for found in scenarios.all_shipped()] == SHIPPED
    for found in scenarios.all_shipped():
        assert f'href="/s/{found.slug}"' in text
        assert found.scenario.title.endswith("?")
    parts = ("Start here", "Lessons</h2>", "Scenarios: Queues", "Scenarios: Streams", "Your recent")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Runs that you open in the lab are listed here." in text


def test_a_broken_scenario_is_left_out(client, tmp_path, monkeypatch):
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: nothing")
    good = shipped()["sqs-ramp"]
    monkeypatch.setattr(scenarios, "shipped", lambda: {"broken": broken, "sqs-ramp": good})
    assert "/s/sqs-ramp" in page(client, "/")
    assert client.get("/s/broken").status_code == 404


def test_recent_runs_are_those_of_this_browser(client, run):
    assert "ABCDEFGHIJ" not in page(Client(), "/")
    page(client, "/lab/ABCDEFGHIJ")
    assert 'href="/lab/ABCDEFGHIJ"' in page(client, "/")
    assert "ABCDEFGHIJ" not in page(Client(), "/")


def test_a_cookie_is_not_trusted(client, run):
    client.cookies["windtunnel_runs"] = "ABCDEFGHIJ.<script>.AAAAAAAAAA"
    text = page(client, "/")
    assert 'href="/lab/ABCDEFGHIJ"' in text
    assert "<script>." not in text


def test_the_scenario_page_shows_knobs_and_quotas(client):
    text = page(client, "/s/sqs-ramp")
    for word in ("Knobs", "Quotas of aws-2026", "assumed", "Open in lab", "Batch size"):
        assert word in text


def test_the_knobs_of_a_question_come_first(client):
    text = page(client, "/s/sync-burst-cold-starts")
    assert text.index("Knobs of this question") < text.index("All knobs")
    assert "<b>The burst takes</b>" in text
    assert "environments are used again" in text
    data = client.get("/lab/new?scenario=sync-burst-cold-starts").context["lab"]
    assert [one["label"] for one in data["interest"]][:2] == ["The burst takes", "People"]
    assert {one["path"] for one in data["interest"]} <= {row["path"] for row in data["knobs"]}
    assert data["scenario"]["description"].startswith("A steady 50 requests")


def test_the_lab_gets_its_data(client, run):
    data = client.get("/lab/new?scenario=sqs-ramp").context["lab"]
    assert data["run"] is None
    assert data["header"] is None
    assert {"id", "title", "seed", "profile", "duration_s"} <= data["scenario"].keys()
    assert data["knobs"]
    assert data["topology"]["nodes"]
    assert "aws-2026" in data["profiles"]
    assert data["csrf"]
    data = client.get("/lab/ABCDEFGHIJ").context["lab"]
    assert data["run"]["state"] == "finished"
    assert data["run"]["overrides"] == {"worker.reserved_concurrency": 5}
    assert data["header"]["type"] == "header"
    assert data["header"]["run"] == "ABCDEFGHIJ"
    assert "document" not in data["scenario"]


def test_the_lab_knows_the_facts_behind_its_numbers(client, run):
    """In Paris at most 500 environments start at once in 2022; the run has an account of 400."""
    run.document = {**run.document, "region": "eu-west-3"}
    run.profile, run.overrides = "aws-2022", {"quotas.lambda.account_concurrency": 400}
    run.save()
    rows = {row["key"]: row for row in client.get("/lab/ABCDEFGHIJ").context["lab"]["quotas"]}
    assert rows["lambda.scaling_burst"]["value"] == 500
    assert rows["lambda.account_concurrency"]["value"] == 400
    assert rows["lambda.account_concurrency"]["overridden"]
    for row in rows.values():
        assert all([row["title"], row["source"], row["date"], row["scope"]])
        assert row["confidence"] in "HMLR"
        assert row["note"] or not row["assumed"], row["key"]


def test_knobs_are_as_written_under_what_a_run_changed(client, run):
    run.seed = 99
    run.save()
    data = client.get("/lab/ABCDEFGHIJ").context["lab"]
    reserved = next(k for k in data["knobs"] if k["path"].endswith("reserved_concurrency"))
    assert reserved["value"] is None
    assert data["scenario"]["seed"] == 4711
    assert data["run"]["seed"] == 99


def test_a_lab_says_what_an_uploaded_trace_is(client, run):
    upload = SimpleUploadedFile("day.csv", b"t\n0\n1\n2\n")
    trace = client.post("/api/traces", {"file": upload}).json()
    burst = scenarios.find_shipped("burst-against-reserved")
    run.scenario, run.document = burst.slug, burst.document
    run.overrides = {"components.producers.arrivals": {"trace": {"upload": trace["id"]}}}
    run.save()
    told = client.get("/lab/ABCDEFGHIJ").context["lab"]["traces"][trace["id"]]
    assert told["name"] == "day.csv"
    assert told["total"] == 3
    assert told["detected"]


def test_a_document_of_ones_own_comes_along(client, run):
    run.document = {**run.document, "title": "Mine?"}
    run.save()
    data = client.get("/lab/ABCDEFGHIJ").context["lab"]
    assert data["scenario"]["document"]["title"] == "Mine?"


def test_a_run_that_no_longer_loads_is_shown(client, run):
    run.document = {"format": "windtunnel.scenario/0"}
    run.model_version = "0.0.1"
    run.save()
    data = client.get("/lab/ABCDEFGHIJ").context["lab"]
    assert data["knobs"] == []
    assert data["run"]["model"] == "0.0.1"


def test_what_is_not_there(client):
    for path in ("/nothing", "/s/nothing", "/lab/AAAAAAAAAA", "/lab/new?scenario=../x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.content.decode()
        assert Reader(answer.content.decode()).inline == []


def test_a_host_that_is_not_ours(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "WINDTUNNEL_ALLOWED_HOSTS" in answer.content.decode()


def test_a_name_in_small_letters_leads_to_the_run(client, run):
    answer = client.get("/lab/abcdefghij")
    assert (answer.status_code, answer["Location"]) == (302, reverse("lab", args=["ABCDEFGHIJ"]))


def test_a_fault_is_a_page_without_a_traceback(monkeypatch):
    def broken():
        raise RuntimeError("secret")

    monkeypatch.setattr(scenarios, "all_shipped", broken)
    with override_settings(DEBUG=False):
        answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Something failed on the server" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "room"), [("/lessons/none", 0), ("/docs/none", 0), ("/none", 1)]
)
def test_only_a_run_was_deleted_to_make_room(client: Client, address: str, room: int) -> None:
    answer = client.get(address)
    told = answer.content.decode()
    assert (answer.status_code, told.count("make room")) == (404, room)
    assert "The address is wrong" in told
