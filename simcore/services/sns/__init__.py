"""Amazon SNS: a standard topic."""

from simcore.component import ComponentType
from simcore.component.picture import EdgeKind, Flow, taker
from simcore.component.words import counter
from simcore.services.sns.building import build, connect, retune
from simcore.services.sns.charges import charged
from simcore.services.sns.reading import READING
from simcore.services.sns.spec import Topic

__all__ = ["TOPIC"]

PICTURE = taker(
    "NumberOfMessagesPublished",
    "published",
    sends="NumberOfNotificationsDelivered",
    dead_letters=counter("published"),
    leaving={"dead-letter": (Flow("dlq", "NumberOfNotificationsRedrivenToDlq"),)},
    flags={"first_dead_letter": "First message not delivered"},
)

TOPIC = ComponentType(
    name="topic",
    title="SNS topic",
    order=50,
    reading=READING,
    picture=PICTURE,
    edges={"notify": EdgeKind("notify")},
    spoken="SNS topic",
    noun="topic",
    serves=("requests",),
    rank=40,
    spec=Topic,
    build=build,
    connect=connect,
    retune=retune,
    charged=charged,
)
