"""What the scenarios of asynchronous events claim holds."""

from tests.scenario.answers import result, total


def test_poisoned_event() -> None:
    found = result("poisoned-event")
    counters = found["counters"]["charge"]
    assert (counters["async_received"], counters["invocations"], counters["errors"]) == (60, 62, 3)
    story = next(one for one in found["stories"] if len(one["steps"]) > 6)
    sent = story["steps"][0]["t_s"]
    starts = [step["t_s"] - sent for step in story["steps"] if step["step"] == "invoked"]
    assert starts == [0, 60.5, 181]
    assert story["steps"][-1]["t_s"] - sent == 181.5
    assert total(found, "dead", "sent") == total(found, "support", "sent") == 1
    young = result("poisoned-event", charge__asynchronous__maximum_event_age="60 s")
    assert total(young, "charge", "errors") == 1
    assert total(young, "charge", "async_dropped.EventAgeExceeded") == 1
    then = result("poisoned-event", profile="notes-2021")
    assert total(then, "charge", "errors") == 4
