"""Elastic Load Balancing: an Application Load Balancer."""

from simcore.component import ComponentType
from simcore.services.load_balancer.building import build, connect, retune, start
from simcore.services.load_balancer.charges import charged
from simcore.services.load_balancer.checks import CHECKS
from simcore.services.load_balancer.documents import DOCUMENTS
from simcore.services.load_balancer.insights import INSIGHTS
from simcore.services.load_balancer.picture import PICTURE
from simcore.services.load_balancer.reading import READING
from simcore.services.load_balancer.spec import LoadBalancer

__all__ = ["LOAD_BALANCER"]

LOAD_BALANCER = ComponentType(
    name="load_balancer",
    title="Application Load Balancer",
    order=14,
    reading=READING,
    picture=PICTURE,
    spoken="load balancer",
    noun="load balancer",
    serves=("requests", "calls"),
    principal="elasticloadbalancing.amazonaws.com",
    rank=40,
    spec=LoadBalancer,
    build=build,
    connect=connect,
    start=start,
    retune=retune,
    checks=CHECKS,
    documents=DOCUMENTS,
    insights=INSIGHTS,
    charged=charged,
)
