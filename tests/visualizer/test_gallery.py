"""The gallery shows what is looked for, and says so where there is nothing; without JavaScript."""

import re
from functools import cache
from urllib.parse import urlencode

import pytest
from django.test import Client

from visualizer import gallery
from visualizer.gallery import LEVELS, TOPICS, Wanted

pytestmark = pytest.mark.django_db(transaction=True)

cards = cache(gallery.cards)
SLUG = re.compile(r'<a class="card-link" href="/s/([\w-]+)">')


def shown(**query: str) -> list[str]:
    text = Client().get(f"/?{urlencode(query)}").content.decode()
    return sorted(SLUG.findall(text))


def slugs(**wanted) -> list[str]:
    return sorted(card.slug for card in cards() if Wanted(**wanted).has(card))


def test_every_scenario_has_its_place_once():
    assert shown() == sorted(card.slug for card in cards())
    assert {card.topic for card in cards()} == set(TOPICS)
    assert {card.scenario.level for card in cards()} == set(LEVELS)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"q": "Poison  record"}, {"words": "poison record"}),
        ({"topic": "Streams"}, {"topic": "Streams"}),
        ({"level": "beginner", "minutes": "6"}, {"level": "beginner", "minutes": 6}),
        ({"lesson": "1"}, {"lesson": True}),
        ({"topic": "Queues", "q": "fifo"}, {"topic": "Queues", "words": "fifo"}),
    ],
)
def test_what_is_asked_for_is_shown(asked, wanted):
    assert 0 < len(shown(**asked)) < len(cards())
    assert shown(**asked) == slugs(**wanted)


def test_each_way_to_invoke_has_its_topic():
    topics = {card.slug: card.topic for card in cards()}
    assert topics["edge-at-its-limit"] == topics["answers-nobody-gets"] == "Front doors"
    assert topics["retry-storm"] == topics["sign-in-at-nine"] == "Callers"
    assert topics["mailed-four-times"] == "Permissions"
    assert topics["fan-out"] == "Messaging"


def test_what_cannot_be_asked_for_is_not():
    assert shown(topic="<b>", level="x", minutes="-1e9", lesson="2") == shown()


def test_nothing_found_leads_on():
    text = Client().get("/", {"q": '"><script>x</script>'}).content.decode()
    assert SLUG.findall(text) == []
    assert "No scenario is like that" in text
    assert '<a href="?topic=Streams">' in text
    assert "<script>x" not in text


def test_lessons_stand_in_the_order_of_the_course():
    text = Client().get("/").content.decode()
    listed = re.findall(r'<li data-card[^>]*><a href="(/lessons/[\w-]+)">', text)
    assert listed == [lesson.url for lesson in gallery.all_lessons()]
    found = Client().get("/", {"topic": "Asynchronous invocation"}).content.decode()
    wanted = [one.url for one in gallery.lessons(Wanted(topic="Asynchronous invocation"))]
    assert re.findall(r'<li data-card[^>]*><a href="(/lessons/[\w-]+)">', found) == wanted
