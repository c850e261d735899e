"""Requests that another site makes a browser send are refused; programs need no token."""

import pytest
from django.test import Client

from tests.visualizer.desk import RAMP, post

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_program_needs_no_token(desk):
    assert post(Client(enforce_csrf_checks=True), {"scenario": RAMP}).status_code == 201


def test_a_browser_needs_the_token_of_the_page(desk):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/lab/new?scenario={RAMP}")
    token = page.context["lab"]["csrf"]
    ours = {"Origin": "http://testserver"}
    assert post(browser, {"scenario": RAMP}, **ours).status_code == 403
    assert post(browser, {"scenario": RAMP}, **ours, **{"X-CSRFToken": token}).status_code == 201
    foreign = {"Origin": "https://evil.example", "X-CSRFToken": token}
    assert post(browser, {"scenario": RAMP}, **foreign).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_another_site_is_refused(desk, headers):
    answer = post(Client(enforce_csrf_checks=True), {"scenario": RAMP}, **headers)
    assert answer.status_code == 403
    assert "another site" in answer.json()["error"]["hint"]
