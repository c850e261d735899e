"""A component takes what its spec says now, in the middle of a run."""

import pytest

from simcore import Run, load_scenario
from simcore.component import Construction, Graph
from simcore.components import TYPES
from simcore.errors import RetuneError
from simcore.scenario.load import vary
from simcore.scenario.retuning import retune
from tests.shorter import shorter

SCENARIOS = (
    "async-retries",
    "bisect-bad-records",
    "fifo-groups",
    "managed-instances",
    "provisioned-pollers",
    "reshard-backlog",
    "table-hot-item",
    "thousand-environments",
)


def half_way(scenario):
    """The run of a scenario, half of its frames computed."""
    run = Run(scenario)
    frames = run.frames()
    total = run.header()["frames"]
    seen = [next(frames).payload for _ in range(total // 2)]
    return run, frames, seen


def told(run, scenario, id):
    retune(run._simulation, run.scenario, scenario, id)


@pytest.mark.parametrize("slug", SCENARIOS)
def test_components_that_are_told_what_they_know_go_on_as_before(slug):
    scenario = changed(load_scenario(slug), **shorter(slug))
    untouched, frames, seen = half_way(scenario)
    seen += [frame.payload for frame in frames]

    run, frames, again = half_way(scenario)
    for id, component in scenario.components.items():
        if TYPES[component.type].retune is not None:
            told(run, scenario, id)
    again += [frame.payload for frame in frames]
    assert again == seen
    assert run.result().fingerprint == untouched.result().fingerprint


def changed(scenario, **overrides):
    """The scenario with other values, its defaults filled in."""
    return vary(scenario, seed=None, profile=None, overrides=overrides).with_defaults()


def test_reserved_concurrency_holds_from_the_moment_that_it_is_changed():
    scenario = load_scenario("reserved-five").with_defaults()
    run, frames, seen = half_way(scenario)
    told(run, changed(scenario, **{"worker.reserved_concurrency": 2}), "worker")
    later = [frame.payload for frame in frames]
    assert max(most(frame, "worker") for frame in seen) == 5
    assert {most(frame, "worker") for frame in later[20:]} == {2}


def test_a_client_sends_faster_from_now_on():
    scenario = load_scenario("healthy-queue-fills-dlq").with_defaults()
    run, frames, seen = half_way(scenario)
    told(run, changed(scenario, **{"shop.arrivals.poisson.rate": 30}), "shop")
    later = [frame.payload for frame in frames]
    requests = [frame["counters"]["shop"]["requests"] for frame in (seen[-1], later[-1])]
    assert requests[0] == pytest.approx(0.9 * 300, rel=0.15)
    assert requests[1] - requests[0] == pytest.approx(30 * 300, rel=0.05)


def test_a_destination_changes_with_the_function():
    scenario = load_scenario("async-retries").with_defaults()
    run, frames, seen = half_way(scenario)
    elsewhere = {"thumbnail.asynchronous.on_failure.target": "tickets"}
    told(run, changed(scenario, **elsewhere), "thumbnail")
    later = [frame.payload for frame in frames]
    assert published(later[-1]) == published(seen[-1]) > 0
    assert later[-1]["counters"]["tickets"]["sent"] > published(later[-1])


def published(frame):
    return frame["counters"]["support"]["published"]


def most(frame, id):
    """The most that ran at once in a frame."""
    return max(frame["series"][id]["ConcurrentExecutions"])


def test_durations_change_for_what_begins_later():
    scenario = load_scenario(
        {
            "format": "windtunnel.scenario/1",
            "id": "slower",
            "title": "What if it becomes slower?",
            "duration": "60 s",
            "components": {
                "site": {"type": "client", "target": "fn", "arrivals": {"constant": {"rate": 10}}},
                "fn": {"type": "function", "duration": "100 ms", "init_duration": "0 s"},
            },
        }
    ).with_defaults()
    run, frames, _ = half_way(scenario)
    told(run, changed(scenario, **{"fn.duration": "900 ms"}), "fn")
    later = [frame.payload for frame in frames]
    # Little's law: 10 a second, each for 0.9 s.
    assert most(later[-1], "fn") == pytest.approx(9, abs=1)


REFUSED = {
    "a queue stays a standard queue": ("reserved-five", {"inbox.fifo": {}}),
    "a mapping keeps its queue": ("healthy-queue-fills-dlq", {"jobs-to-worker.source": "jobs-dlq"}),
    "a client keeps its target": ("healthy-queue-fills-dlq", {"shop.target": "jobs-dlq"}),
    "a function keeps its capacity": ("managed-instances", {"api.capacity": None}),
    "a client goes on calling": ("async-retries", {"uploads.invocation": "RequestResponse"}),
    "a topic has no filters": ("async-retries", {"support.subscriptions": [{"target": "tickets"}]}),
    "a run takes its time": ("async-retries", {"duration": "40 min"}),
    "a quota is that of the run": ("async-retries", {"quotas.lambda.account_concurrency": 900}),
    "a run is as long as it is": ("async-retries", {"uploads.start": 5}),
    "a bus says nothing": ("async-retries", {"done.title": "Elsewhere"}),
}


@pytest.mark.parametrize(("slug", "overrides"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_change_during_a_run_is_refused(slug, overrides):
    scenario = load_scenario(slug).with_defaults()
    run, *_ = half_way(scenario)
    with pytest.raises(RetuneError, match="cannot change during a run"):
        told(run, changed(scenario, **overrides), next(iter(overrides)).split(".")[0])


def test_no_component_comes_during_a_run():
    document = load_scenario("async-retries").document()
    run, *_ = half_way(load_scenario("async-retries"))
    document["components"]["aside"] = {"type": "queue"}
    with pytest.raises(RetuneError, match="none comes, goes or becomes another"):
        told(run, load_scenario(document).with_defaults(), "support")


def long_day(queues, changes):
    """Pairs of a client and its queue, and changes of the first one's visibility timeout."""
    components = {}
    for n in range(queues):
        sends = {"constant": {"rate": 0.1}}
        components[f"shop-{n}"] = {"type": "client", "target": f"orders-{n}", "arrivals": sends}
        components[f"orders-{n}"] = {"type": "queue"}
    changed = "orders-0.visibility_timeout"
    return {
        "format": "windtunnel.scenario/1",
        "id": "long-day",
        "title": "What does it cost to read this?",
        "duration": "10 min",
        "components": components,
        "interventions": [
            {"action": "set", "at": 1 + n, "values": {changed: 30 + n}} for n in range(changes)
        ],
    }


def test_what_reading_costs_grows_with_components_and_with_changes_not_with_both_together(
    monkeypatch,
):
    made = []
    for kind, name in ((Graph, "__init__"), (Construction, "__post_init__")):
        real = getattr(kind, name)
        monkeypatch.setattr(
            kind, name, lambda self, *a, real=real: (made.append(self), real(self, *a))[1]
        )

    def graphs_and_constructions(queues, changes):
        made.clear()
        load_scenario(long_day(queues, changes))
        return len(made)

    few, more, many = (graphs_and_constructions(5, changes) for changes in (2, 4, 8))
    assert many - more == 2 * (more - few) > 0
    assert graphs_and_constructions(20, 8) == many, "whatever the number of components"
