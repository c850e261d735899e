"""What the gallery shows of what there is: by topic, and of that what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simcore.lessons import Lesson, all_lessons
from simcore.scenario import Scenario
from visualizer import scenarios
from visualizer.scenarios import Shipped
from visualizer.strips import strip_of

__all__ = [
    "LEVELS",
    "MINUTES",
    "TOPICS",
    "Card",
    "Wanted",
    "cards",
    "groups",
    "lessons",
    "topic_of",
]

OTHER = "Concurrency and scaling"
TOPICS: dict[str, frozenset[str]] = {
    "Queues": frozenset({"sqs", "sqs fifo"}),
    "Streams": frozenset({"kinesis", "dynamodb streams"}),
    "Asynchronous invocation": frozenset({"asynchronous invocation"}),
    "Messaging": frozenset({"sns", "eventbridge", "eventbridge scheduler", "data firehose"}),
    "State machines": frozenset({"step functions"}),
    "Front doors": frozenset(
        {"api gateway", "application load balancer", "cloudfront", "function url"}
    ),
    "Callers": frozenset({"cognito", "retry storm"}),
    "Permissions": frozenset({"permissions"}),
    OTHER: frozenset(),
}
"""A topic to the words that a scenario or a lesson says it with; what says none is of the last."""
LEVELS = ("beginner", "intermediate", "advanced")
MINUTES = (5, 6, 8)
LONGEST = 80


@dataclass(frozen=True)
class Card:
    """A scenario, and the lessons that are about it."""

    slug: str
    scenario: Scenario
    topic: str
    strip: dict[str, Any] | None
    lessons: tuple[Lesson, ...]

    @property
    def words(self) -> str:
        """All that it can be found by, but for its answer."""
        said = self.scenario
        strip = self.strip["text"] if self.strip else ""
        return " ".join((said.title, *said.topics, strip, self.topic)).lower()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty, 0 or False: anything."""

    words: str = ""
    topic: str = ""
    level: str = ""
    minutes: int = 0
    lesson: bool = False

    @staticmethod
    def of(query: Mapping[str, str]) -> Wanted:
        """From an address; what cannot be looked for is not."""
        minutes = query.get("minutes", "")
        topic, level = query.get("topic", ""), query.get("level", "")
        return Wanted(
            words=" ".join(query.get("q", "").split())[:LONGEST],
            topic=topic if topic in TOPICS else "",
            level=level if level in LEVELS else "",
            minutes=int(minutes) if minutes in map(str, MINUTES) else 0,
            lesson=query.get("lesson") == "1",
        )

    def has(self, card: Card) -> bool:
        """Whether a card is what is looked for."""
        said = card.scenario
        return (
            self.topic in ("", card.topic)
            and self.level in ("", said.level)
            and (not self.minutes or said.minutes <= self.minutes)
            and (not self.lesson or bool(card.lessons))
            and all(word in card.words for word in self.words.lower().split())
        )

    def has_lesson(self, lesson: Lesson) -> bool:
        """Whether a lesson is; lessons have no level, they have their place in the course."""
        text = " ".join((lesson.title, *lesson.topics)).lower()
        return (
            self.topic in ("", topic_of(lesson.topics))
            and (not self.minutes or lesson.minutes <= self.minutes)
            and all(word in text for word in self.words.lower().split())
        )


def cards() -> list[Card]:
    """Every shipped scenario, in the order of the names."""
    course = all_lessons()
    return [_card(shipped, course) for shipped in scenarios.all_shipped()]


def _card(shipped: Shipped, course: Iterable[Lesson]) -> Card:
    about = tuple(lesson for lesson in course if lesson.slug == shipped.slug)
    topic = topic_of(shipped.scenario.topics)
    return Card(shipped.slug, shipped.scenario, topic, strip_of(shipped.slug), about)


def topic_of(words: Iterable[str]) -> str:
    """The topic of which the first word is that belongs to one."""
    by_word = {word: topic for topic, said in TOPICS.items() for word in said}
    found = (by_word[word.lower()] for word in words if word.lower() in by_word)
    return next(found, OTHER)


def groups(found: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Topics in their order, each with its cards; without those that have none."""
    listed = list(found)
    by_topic = [(topic, [card for card in listed if card.topic == topic]) for topic in TOPICS]
    return [(topic, of_it) for topic, of_it in by_topic if of_it]


def lessons(wanted: Wanted) -> list[Lesson]:
    """The lessons that are looked for, in the order of the course."""
    return [lesson for lesson in all_lessons() if wanted.has_lesson(lesson)]
