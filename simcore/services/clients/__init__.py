"""Clients outside AWS: callers of functions, and senders of messages."""

from simcore.component import ComponentType
from simcore.services.clients.actions import ACTIONS
from simcore.services.clients.building import build, retune
from simcore.services.clients.checks import CHECKS
from simcore.services.clients.documents import DOCUMENTS, as_sent
from simcore.services.clients.insights import INSIGHTS
from simcore.services.clients.picture import EDGES, PICTURE
from simcore.services.clients.reading import READING
from simcore.services.clients.sent import expected, tries
from simcore.services.clients.spec import Client

__all__ = ["CLIENT"]

KEEPS = (
    *("target", "invocation", "message_size", "keys", "poison", "sent_again"),
    *("resources", "callers", "method"),
)

CLIENT = ComponentType(
    name="client",
    title="Client",
    order=10,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    noun="client",
    rank=80,
    spec=Client,
    build=build,
    retune=retune,
    actions=ACTIONS,
    keeps=KEEPS,
    expected=expected,
    tries=tries,
    checks=CHECKS,
    insights=INSIGHTS,
    documents=DOCUMENTS,
    as_sent=as_sent,
)
