"""Amazon SNS: a standard topic."""

from simcore.component import ComponentType
from simcore.services.sns.building import build, connect
from simcore.services.sns.charges import charged
from simcore.services.sns.spec import Topic

__all__ = ["TOPIC"]

TOPIC = ComponentType(
    name="topic",
    noun="topic",
    serves=("requests",),
    rank=40,
    spec=Topic,
    build=build,
    connect=connect,
    charged=charged,
)
