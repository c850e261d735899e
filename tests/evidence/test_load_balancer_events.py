"""The event of an Application Load Balancer, byte for byte, with multi-value headers off and on.

User Guide for Application Load Balancers, lambda-functions (Apr 2023, awsdocs/elb-application-load-
balancers-user-guide@01a945e; second half of 2026): its example `?&myKey=val1&myKey=val2`, and the
shapes of its two example events.
"""

import json

import pytest

from simcore.scenario.handed import example
from simcore.services.load_balancer.http_event import HttpRequest, event

PROVES = ("simcore/services/load_balancer/http_event.py",)

ARN = (
    "arn:aws:elasticloadbalancing:us-east-2:123456789012:"
    "targetgroup/my-target-group/6d0ecf831eec9f09"
)
REQUEST = HttpRequest(
    "GET",
    "/?&myKey=val1&myKey=val2",
    (
        ("Accept", "text/html,application/xhtml+xml"),
        ("Cookie", "name1=value1"),
        ("Cookie", "name2=value2"),
        ("X-Forwarded-For", "72.21.198.66"),
    ),
)

OFF = (
    '{"requestContext": {"elb": {"targetGroupArn": "' + ARN + '"}}, "httpMethod": "GET", '
    '"path": "/", "queryStringParameters": {"myKey": "val2"}, "headers": '
    '{"accept": "text/html,application/xhtml+xml", "cookie": "name2=value2", '
    '"x-forwarded-for": "72.21.198.66"}, "body": "", "isBase64Encoded": false}'
)
ON = (
    '{"requestContext": {"elb": {"targetGroupArn": "' + ARN + '"}}, "httpMethod": "GET", '
    '"path": "/", "multiValueQueryStringParameters": {"myKey": ["val1", "val2"]}, '
    '"multiValueHeaders": {"accept": ["text/html,application/xhtml+xml"], '
    '"cookie": ["name1=value1", "name2=value2"], "x-forwarded-for": ["72.21.198.66"]}, '
    '"body": "", "isBase64Encoded": false}'
)


@pytest.mark.parametrize(("multi_value", "written"), [(False, OFF), (True, ON)])
def test_gc_30_the_event_byte_for_byte(multi_value, written):
    """G30: off, the last value wins, for cookies too; on, lists, and the other pair is absent."""
    assert json.dumps(event(REQUEST, ARN, multi_value=multi_value)) == written


def test_query_strings_are_not_decoded():
    """lambda-functions: "if the query parameters are URL-encoded, the load balancer does not decode
    them"; a parameter without a value is empty."""
    asked = HttpRequest("GET", "/a%20b?q=x%2Fy+z&flag", ())
    found = event(asked, ARN, multi_value=False)
    assert found["path"] == "/a%20b"
    assert found["queryStringParameters"] == {"q": "x%2Fy+z", "flag": ""}


@pytest.mark.parametrize(
    ("headers", "encoded"),
    [
        ({"Content-Type": "text/plain; charset=utf-8"}, False),
        ({"Content-Type": "application/json"}, False),
        ({"Content-Type": "application/javascript"}, False),
        ({"Content-Type": "application/xml"}, False),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, True),
        ({"Content-Type": "image/png"}, True),
        ({}, True),
    ],
)
def test_what_is_no_text_comes_in_base64(headers, encoded):
    found = event(HttpRequest("POST", "/", tuple(headers.items()), b"hi"), ARN, multi_value=False)
    assert (found["body"], found["isBase64Encoded"]) == ("aGk=" if encoded else "hi", encoded)


FIELDS = ["requestContext", "httpMethod", "path"]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("alb", ["queryStringParameters", "headers"]),
        ("alb-multi-value", ["multiValueQueryStringParameters", "multiValueHeaders"]),
    ],
)
def test_a_scenario_hands_on_the_shape_that_its_target_group_has(name, fields):
    found = example(name).written()
    assert list(found) == [*FIELDS, *fields, "body", "isBase64Encoded"]
