"""Visitors, who ask for runs."""

from django.test import Client

from tests.visualizer.desk import RAMP, post
from visualizer.models import Run, RunState
from visualizer.visitor import COOKIE, HEADER


def browser(address="192.0.2.1"):
    """A browser that has seen a page."""
    opened = Client(REMOTE_ADDR=address)
    assert opened.get("/").status_code == 200
    assert COOKIE in opened.cookies
    return opened


def program(name="", address="192.0.2.1"):
    return Client(REMOTE_ADDR=address, headers={HEADER: name} if name else {})


def asked(client, seed=1):
    """Id of a run that the client asks for."""
    answer = post(client, {"scenario": RAMP, "seed": seed})
    assert answer.status_code in (200, 201), answer.json()
    return answer.json()["id"]


def cancel(client, run):
    return client.post(f"/api/runs/{run}/cancel")


def retry(client, run):
    return client.post(f"/api/runs/{run}/retry")


def ended(run, state=RunState.STOPPED):
    Run.objects.filter(id=run).update(state=state)
