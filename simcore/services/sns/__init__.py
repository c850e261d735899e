"""Amazon SNS: topics, standard and FIFO."""

from simcore.component import ComponentType
from simcore.roles.taker import Taker
from simcore.services.sns.building import build, connect, retune
from simcore.services.sns.charges import charged
from simcore.services.sns.checks import CHECKS
from simcore.services.sns.documents import DOCUMENTS
from simcore.services.sns.insights import INSIGHTS
from simcore.services.sns.picture import EDGES, PICTURE
from simcore.services.sns.reading import READING
from simcore.services.sns.spec import Topic

__all__ = ["TOPIC"]

TOPIC = ComponentType(
    name="topic",
    title="SNS topic",
    order=50,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    spoken="SNS topic",
    noun="topic",
    serves=("requests", "events"),
    rights={Taker: ("sns:Publish",)},
    principal="sns.amazonaws.com",
    rank=40,
    spec=Topic,
    build=build,
    connect=connect,
    retune=retune,
    documents=DOCUMENTS,
    keeps=("fifo", "message_classes"),
    checks=CHECKS,
    insights=INSIGHTS,
    charged=charged,
)
