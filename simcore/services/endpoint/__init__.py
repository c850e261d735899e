"""An HTTP endpoint of a customer's own, to which others push."""

from simcore.component import ComponentType, Graph, Prices, Site
from simcore.component.action import Action
from simcore.component.picture import Picture
from simcore.component.words import Figure, When, Words, per_second, so_far
from simcore.services.endpoint.endpoint import Endpoint
from simcore.services.endpoint.reading import READING
from simcore.services.endpoint.spec import Endpoint as Spec
from simcore.spec.actions import Outage

__all__ = ["ENDPOINT"]


def _build(spec: Spec, site: Site) -> Endpoint:
    return Endpoint(site.id, spec.error_rate, site.seed)


def _retune(live: Endpoint, spec: Spec, site: Site) -> None:
    live.error_rate = spec.error_rate


def _down(spec: Spec, action: Outage) -> Spec:
    return spec.model_copy(update={"error_rate": 1.0})


def _charged(id: str, spec: Spec, prices: Prices, graph: Graph) -> None:
    """It is not AWS's."""


PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("EndpointRequests"), "rate"),)),),
    sub=(
        Words(
            "{} failed",
            (Figure(per_second("EndpointErrors"), "rate"),),
            when=(When(per_second("EndpointErrors")),),
        ),
        so_far("endpoint_accepted"),
    ),
    takes="EndpointRequests",
)

ENDPOINT = ComponentType(
    name="endpoint",
    title="HTTP endpoint",
    noun="endpoint",
    spoken="HTTP endpoint",
    order=75,
    rank=15,
    spec=Spec,
    build=_build,
    retune=_retune,
    actions=(Action(Outage, alters=_down),),
    serves=("notifications", "events"),
    reading=READING,
    picture=PICTURE,
    charged=_charged,
)
