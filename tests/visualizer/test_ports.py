"""A port that cannot be had is said in words, with what to do."""

import os
import socket
import subprocess

import pytest

from tests.visualizer.server import APPLICATION, DAPHNE
from visualizer.ports import explained

COULD_NOT = "Listen failure: Couldn't listen on 127.0.0.1:8000: [Errno {}] {}."


@pytest.mark.parametrize(
    ("number", "system", "said"),
    [
        (98, "Address already in use", "Port 8000 of 127.0.0.1 is in use"),
        (13, "Permission denied", "Port 8000 of 127.0.0.1 is not for everybody"),
        (99, "Cannot assign requested address", "127.0.0.1 is no address of this machine"),
        (105, "No buffer space available", "cannot be had: No buffer space available."),
    ],
)
def test_it_says_which_and_why(number, system, said):
    assert said in explained(COULD_NOT.format(number, system))
    assert ("PORT=8001" in explained(COULD_NOT.format(number, system))) == (number != 99)
    assert explained("Listening on TCP address 127.0.0.1:8000") is None


@pytest.mark.parametrize(("port", "other"), [(80, 1024), (65_534, 65_535), (65_535, 65_534)])
def test_the_other_port_is_one_that_can_be_had(port, other):
    complaint = COULD_NOT.format(98, "Address already in use").replace(":8000", f":{port}")
    assert f"PORT={other}," in explained(complaint)


def test_a_server_on_a_busy_port_says_so_without_the_number_of_an_error(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        told = {**os.environ, "WINDTUNNEL_DATA_DIR": str(tmp_path)}
        command = [DAPHNE, "-b", "127.0.0.1", "-p", str(port), APPLICATION]
        ended = subprocess.run(command, env=told, capture_output=True, text=True, timeout=60)
    assert f"Port {port} of 127.0.0.1 is in use" in ended.stderr
    assert f"make run PORT={port + 1}" in ended.stderr
    assert "Errno" not in ended.stderr
