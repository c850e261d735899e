"""The contract of a component type: what it says of itself, and what it is given to do its work.

`ComponentType` is one entry of the registry, `Graph` what a scenario's components say of each
other, `Site` what a component is built with, `Subject` what its checks look at, `History` what its
insights look at, `Prices` what it is charged by, `Delivery` what its documents are made of.
"""

from simcore.component.action import Action
from simcore.component.event import Delivery, Document, Json
from simcore.component.graph import Graph, Reference
from simcore.component.history import History, Stretch
from simcore.component.insight import (
    EXPLAINS,
    Evidence,
    Found,
    Insight,
    InsightKind,
    Law,
    Rule,
    Try,
)
from simcore.component.prices import Prices, Unpriced
from simcore.component.site import Construction, Live, Load, Site
from simcore.component.subject import EVENT_BUDGET, Subject, error, warning
from simcore.component.type import ComponentType

__all__ = [
    "EVENT_BUDGET",
    "EXPLAINS",
    "Action",
    "ComponentType",
    "Construction",
    "Delivery",
    "Document",
    "Evidence",
    "Found",
    "Graph",
    "History",
    "Insight",
    "InsightKind",
    "Json",
    "Law",
    "Live",
    "Load",
    "Prices",
    "Reference",
    "Rule",
    "Site",
    "Stretch",
    "Subject",
    "Try",
    "Unpriced",
    "error",
    "warning",
]
