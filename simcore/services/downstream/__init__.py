"""What handlers call that is none of AWS's services here: a database, another system."""

from simcore.component import ComponentType
from simcore.services.downstream.actions import ACTIONS
from simcore.services.downstream.building import build, retune
from simcore.services.downstream.checks import CHECKS
from simcore.services.downstream.insights import INSIGHTS
from simcore.services.downstream.picture import PICTURE
from simcore.services.downstream.reading import READING
from simcore.services.downstream.spec import Downstream

__all__ = ["DOWNSTREAM"]

DOWNSTREAM = ComponentType(
    name="downstream",
    title="Downstream",
    order=45,
    reading=READING,
    picture=PICTURE,
    spoken="downstream system",
    noun="downstream",
    serves=("calls",),
    rank=15,
    spec=Downstream,
    build=build,
    retune=retune,
    actions=ACTIONS,
    checks=CHECKS,
    insights=INSIGHTS,
)
