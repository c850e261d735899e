"""Two runs side by side: the interface and the page, in every state that the two can be in."""

import copy
import re
import zlib

import orjson
import pytest
from django.utils import timezone

from simcore import compare, load_scenario, run
from tests.visualizer.conftest import stored_run
from visualizer import comparing
from visualizer.models import Run
from visualizer.side_by_side import _said

pytestmark = pytest.mark.django_db(transaction=True)


class Told:
    """A result as its document has it."""

    def __init__(self, document):
        self.document = document

    def as_dict(self):
        return self.document


HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def results():
    """Of a minute of a scenario, as written and with a knob turned."""
    scenario = load_scenario("reserved-five")
    turned = {"duration": 120, "worker.reserved_concurrency": 12}
    return [run(scenario, overrides={"duration": 120}), run(scenario, overrides=turned)]


def stored(outcome=None, /, **changes) -> str:
    made = stored_run()
    blob = None if outcome is None else zlib.compress(orjson.dumps(outcome.as_dict()))
    fields = {"state": "finished", "scenario": "reserved-five", "title": "Five", "result": blob}
    Run.objects.filter(id=made.id).update(**fields | changes)
    return made.id


@pytest.fixture
def pair(results):
    return [stored(result) for result in results]


def text_of(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_interface_says_what_differs(client, pair):
    a, b = pair
    said = client.get("/api/compare", {"a": a, "b": b}).json()
    assert said["format"] == "windtunnel.comparison/1"
    assert said["inputs"] == [{"path": "worker.reserved_concurrency", "was": 5, "now": 12}]
    back = client.get("/api/compare", {"a": b.lower(), "b": a}).json()
    for one, other in zip(said["outcomes"], back["outcomes"], strict=True):
        assert (one["was"], one["now"]) == (other["now"], other["was"])
    assert said["parting"]["t_s"] == back["parting"]["t_s"]
    assert client.get("/api/compare", {"a": a, "b": a}).json()["same"]


@pytest.mark.parametrize("wrong", [{"a": ""}, {"a": "<script>"}, {"b": ""}, {"b": "../../etc"}])
def test_the_interface_says_which_run_is_missing(client, pair, wrong):
    answer = client.get("/api/compare", {"a": pair[0], "b": pair[1], **wrong})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == next(iter(wrong))


@pytest.mark.parametrize("path", ["/api/compare", "/api/compare/report.md"])
def test_a_third_run_is_not_passed_over(client, pair, path):
    answer = client.get(path, {"a": pair[0], "b": pair[1], "c": "AAAA"})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "c"
    page = client.get("/compare", {"a": pair[0], "b": pair[1], "c": "AAAA"})
    assert "C: there is no run AAAA" in page.content.decode()


def test_there_is_nothing_to_say_of_runs_without_a_result(client, pair):
    waiting = stored(state="running")
    answer = client.get("/api/compare", {"a": pair[0], "b": waiting})
    assert answer.status_code == 404
    assert "is running and has no result" in answer.json()["error"]["what"]
    assert client.get("/api/compare", {"a": pair[0], "b": "AAAAAAAAAZ"}).status_code == 404
    old = stored()
    Run.objects.filter(id=old).update(result=zlib.compress(b'{"manifest": {}}'))
    assert client.get("/api/compare", {"a": pair[0], "b": old}).status_code == 409


def test_the_page_can_be_read_without_a_script(client, pair):
    text = text_of(client, f"/compare?a={pair[0]}&b={pair[1]}")
    assert "<code>worker.reserved_concurrency</code>" in text
    assert '<td class="num">5</td><td class="num">12</td>' in text
    assert re.search(r"A and B part at \d+:\d\d", text)
    assert not re.search(r", m?s</th>", text)
    assert re.search(r'<td class="num">[\d.,]+ (ms|s|min)</td>', text)
    assert 'data-verdict="better">better<' in text
    assert "The same message in both" in text
    assert "data-message=" in text
    assert "compare-notes" not in text


def test_runs_never_part_with_values_that_are_written_as_the_same(client, results):
    by_a_hair = copy.deepcopy(results[0].as_dict())
    by_a_hair["manifest"]["fingerprint"] = "another"
    by_a_hair["series"]["account"]["EstimatedCharges"][0] += 1e-9
    a, b = stored(results[0]), stored(Told(by_a_hair))
    text = text_of(client, f"/compare?a={a}&b={b}")
    was, now = re.search(r"EstimatedCharges: ([\d.e-]+) and ([\d.e-]+)\.<", text).groups()
    assert float(now) - float(was) == pytest.approx(1e-9, abs=1e-12)


def test_a_pair_that_is_one_run(client, pair):
    text = text_of(client, f"/compare?a={pair[0]}&b={pair[0]}")
    assert "are the same run" in text
    assert "the same happened" in text


def test_only_one_run_invites_to_choose_another(client, pair):
    client.cookies["windtunnel_runs"] = ".".join(pair)
    text = text_of(client, f"/compare?a={pair[0]}")
    assert f'<option value="{pair[1]}">' in text
    assert "Change something in A" in text
    assert "Choose two runs" in text_of(client, "/compare")
    gone = text_of(client, f"/compare?a={pair[0]}&b=AAAAAAAAAZ")
    assert "B: there is no run AAAAAAAAAZ" in gone
    assert "<svg" not in text_of(client, "/compare?b=<svg onload=x>").split("<main", 1)[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "running", "result": None}, "B is running"),
        ({"state": "queued", "result": None}, "B is queued"),
        ({"state": "failed", "result": None, "message": "Out of memory."}, "Out of memory."),
        ({"state": "stopped", "computed_s": 40.0}, "B was stopped at 40 s"),
        ({"scenario": "sqs-ramp", "title": "Ramp"}, "different scenarios"),
        ({"seed": 8}, "different seeds"),
        ({"model_version": "5"}, "B by model 5"),
    ],
)
def test_what_has_to_be_known_first_is_said(client, results, changes, said):
    a, b = stored(results[0]), stored(results[1], **changes)
    text = text_of(client, f"/compare?a={a}&b={b}")
    assert said in text.split("compare-notes")[1].split("</ul>")[0]
    assert ("What came out" in text) == ("result" not in changes)


def test_more_than_two_are_compared_with_the_first(client, results, pair):
    third = stored(results[0], title="Third")
    text = text_of(client, f"/compare?a={pair[0]}&b={pair[1]}&c={third}")
    assert "A and B part at" in text
    assert "A and C are the same" in text
    assert '<td class="num">5</td><td class="num">12</td><td class="num">5</td>' in text
    assert text.count("now</th>") == 2
    alone = text_of(client, f"/compare?a={pair[0]}&c={pair[1]}")
    assert "A and C part at" in alone


def test_of_two_scenarios_it_is_said_what_is_compared(client, results):
    other = copy.deepcopy(results[1].as_dict())
    other["manifest"]["scenario"]["id"] = "sqs-ramp"
    a, b = stored(results[0]), stored(Told(other), scenario="sqs-ramp", title="Ramp")
    text = text_of(client, f"/compare?a={a}&b={b}")
    assert "A (reserved-five) and B (sqs-ramp) are of different scenarios" in text
    assert "they have no moment at which they part" in text
    assert "What came out" in text
    assert "What was changed" not in text
    said = client.get("/api/compare", {"a": a, "b": b}).json()
    assert (said["same_scenario"], said["parting"], said["messages"]) == (False, None, [])


def test_a_comparison_is_computed_once_until_a_run_ends_again(client, pair, monkeypatch):
    """What is compared is looked at; how long that takes is not."""
    computed = []
    monkeypatch.setattr(comparing, "compare", lambda *two: computed.append(1) or compare(*two))
    a, b = pair
    first = client.get("/api/compare", {"a": a, "b": b})
    again = client.get("/api/compare", {"a": a, "b": b})
    assert (len(computed), first.content == again.content) == (1, True)
    known = client.get("/api/compare", {"a": a, "b": b}, headers={"If-None-Match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    text_of(client, f"/compare?a={a}&b={b}")
    assert len(computed) == 1
    Run.objects.filter(id=b).update(finished=timezone.now())
    other = client.get("/api/compare", {"a": a, "b": b}, headers={"If-None-Match": first["ETag"]})
    assert (other.status_code, len(computed)) == (200, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda run: run.update(state="queued", result=None),
        lambda run: run.delete(),
    ],
    ids=["computed again", "deleted"],
)
@pytest.mark.parametrize("path", ["/api/compare?a={}&b={}", "/compare?a={}&b={}"])
def test_a_result_may_go_between_the_look_and_the_reading(client, pair, monkeypatch, change, path):
    def after_the_change(*given):
        change(Run.objects.filter(id=pair[1]))
        return read(*given)

    read = comparing._compared.__wrapped__
    monkeypatch.setattr(comparing, "_compared", after_the_change)
    answer = client.get(path.format(*pair))
    assert answer.status_code == (404 if "api" in path else 200)
    assert f"Run {pair[1]} has no result any more" in answer.content.decode()


def test_the_title_names_the_runs(client, pair):
    a, b = pair
    assert "<title>Five · Compare" in text_of(client, f"/compare?a={a}&b={b}")
    Run.objects.filter(id=b).update(name="Twelve <b>")
    page = text_of(client, f"/compare?a={a}&b={b}")
    assert "<title>Five, Twelve &lt;b&gt; · Compare" in page
    assert "<title>Compare" in text_of(client, "/compare")


def test_titles_are_hostile_until_escaped(client, results):
    a, b = (stored(result, title=HOSTILE) for result in results)
    assert HOSTILE not in text_of(client, f"/compare?a={a}&b={b}")


def test_times_have_three_digits_and_their_best_unit():
    told = [(7.8125, "ms"), (123250.0, "ms"), (450.0, "ms"), (109.6, "s"), (5.0, "")]
    assert [_said(*one) for one in told] == ["7.81 ms", "123 s", "450 ms", "110 s", "5"]
