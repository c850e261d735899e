"""What is not documented is red."""

import re
from pathlib import Path

import pytest

import simcore
from simcore.lessons.shelf import VARIABLE
from visualizer import protocol
from visualizer.models import RunState
from visualizer.urls import urlpatterns

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
HTTP = (DOCS / "reference/http-api.md").read_text("utf-8")
SOCKET = (DOCS / "reference/protocol.md").read_text("utf-8")
DEPLOY = (DOCS / "how-to/deploy.md").read_text("utf-8")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address(pattern):
    address = "/" + re.sub(r"<slug:slug>", "<slug>", str(pattern.pattern))
    address = re.sub(r"<\w+:\w+_id>|<run:\w+>", "<id>", address)
    address = re.sub(r"<(?:int|slug|str):(\w+)>", r"<\1>", address)
    assert f"{address}`" in HTTP or f"`{address}" in HTTP


def test_the_model_that_is_shown_is_this_one():
    assert set(re.findall(r'"model": "(.*?)"', HTTP)) == {simcore.MODEL}


def test_every_setting_and_none_that_is_not():
    settings = (ROOT / "visualizer/settings.py").read_text("utf-8")
    pattern = r"WINDTUNNEL_[A-Z_]+"
    known = {*re.findall(pattern, settings), VARIABLE}  # the last one is the simulator's
    assert known == set(re.findall(pattern, DEPLOY))


def test_every_code_state_and_figure_of_the_socket():
    codes = [value for name, value in vars(protocol).items() if name.startswith("CLOSE_")]
    assert all(f"| {code} |" in SOCKET for code in codes)
    assert all(f"| `{state}` |" in SOCKET for state in RunState.values)
    assert f"At most {protocol.WINDOW} frames" in SOCKET
    assert f"{protocol.MAX_INBOUND_BYTES // 1024} KB" in SOCKET
    assert f"within {protocol.HELLO_WITHIN_S:.0f} s" in SOCKET
    assert f"protocol {protocol.VERSION}" in SOCKET


@pytest.mark.parametrize("text", [HTTP, SOCKET, DEPLOY])
def test_links_lead_somewhere(text):
    for target in re.findall(r"\]\(([^)#]+)", text):
        places = (DOCS / "reference" / target, DOCS / "how-to" / target)
        assert any(place.exists() for place in places), target
