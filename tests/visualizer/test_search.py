"""Search: what is found, in which order, and that no query is anything but words."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from visualizer.library.search import Entry, Index

ENTRIES = [
    Entry("docs", "/a", "Visibility timeout", "", "How long a received message is hidden."),
    Entry("docs", "/b#x", "Queues", "In flight", "A message whose visibility timeout is over."),
    Entry(
        "docs", "/c", "Pollers", "", "ConcurrentExecutions of <b>lambda.scaling_burst</b> & more."
    ),
    Entry(
        "scenarios", "/s/d", "Who throttled my function?", "", "Reserved concurrency, throttling."
    ),
]
KINDS = ["docs", "scenarios"]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(ENTRIES)


def found(index: Index, query: str, kinds=KINDS) -> list[str]:
    return [hit.address for hit in index.find(query, kinds).hits]


def test_all_words_count_and_titles_come_first(index):
    assert found(index, "visibility timeout") == ["/a", "/b#x"]
    assert found(index, "messages hidden") == ["/a"]  # another form of the word
    assert found(index, "visib") == ["/a", "/b#x"]  # as far as it is typed
    assert found(index, "throttle", ["docs"]) == []


def test_names_are_found_by_their_parts(index):
    assert found(index, "lambda.scaling_burst") == ["/c"]
    assert found(index, "concurrent executions") == ["/c"]
    assert found(index, "concurrentexecutions") == ["/c"]


def test_what_was_mistyped_is_said(index):
    found = index.find("visibilty tiemout", KINDS)
    assert [hit.address for hit in found.hits] == ["/a", "/b#x"]
    assert dict(found.taken) == {"visibilty": "visibility", "tiemout": "timeout"}


@pytest.mark.parametrize("query", ["1250", "1,250", "up to 1,250", "1250 batches"])
def test_a_number_is_found_in_both_ways_of_writing(query):
    numbers = Index([
        Entry("docs", "/grouped", "Pollers", "", "Up to 1,250 batches at a time."),
        Entry("docs", "/other", "Rates", "", "Up to 250 batches, or 250,000."),
    ])  # fmt: skip
    assert found(numbers, query) == ["/grouped"]


def test_no_number_is_taken_for_another():
    found = Index([Entry("docs", "/a", "Rates", "", "250 messages")]).find("1250", KINDS)
    assert (found.hits, found.taken) == ((), ())


def test_some_of_the_words_where_none_has_all(index):
    found = index.find("reserved hidden", KINDS)
    assert found.some
    assert {hit.address for hit in found.hits} == {"/a", "/s/d"}


def test_snippets_are_escaped_and_marked(index):
    (hit,) = index.find("burst", KINDS).hits
    assert "&lt;b&gt;" in hit.snippet
    assert "<mark>" in hit.snippet
    assert "<b>" not in hit.snippet


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "()*", "-", "\x00", "'; DROP TABLE entry; --", "a" * 5000]
)
def test_signs_are_no_commands(index, query):
    assert index.find(query, KINDS).hits == () or "drop" in query.lower()


@given(st.text(max_size=300))
def test_any_text_is_a_query(query):
    Index(ENTRIES[:1]).find(f"{query} AND NOT NEAR({query}) title:{query}*", KINDS)


def test_many_threads_ask_one_index(index):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: found(index, "visibility"), range(64)))
    assert answers == [["/a", "/b#x"]] * 64


def test_no_signs_of_code_in_what_the_model_says():
    text = Client().get("/search", {"q": "keyed", "in": "model"}).content.decode()
    assert "<mark>keyed</mark>" in text
    assert "`" not in text


def test_the_page_of_the_search():
    client = Client()
    text = client.get("/search", {"q": "how lambda scales", "in": "docs"}).content.decode()
    assert 'href="/docs/explanation/how-lambda-scales-here"' in text
    assert '<option value="docs" selected>' in text
    hostile = client.get("/search", {"q": '"><script>alert(1)</script>', "in": "<x>"})
    assert hostile.status_code == 200
    assert "<script>alert" not in hostile.content.decode()
    nothing = client.get("/search", {"q": "zzzzqqqq"}).content.decode()
    assert "Nothing was found" in nothing
    assert "Nothing was found" not in client.get("/search").content.decode()
