"""The component types of AWS Lambda, but for the event source mappings."""

from simcore.awslambda import picture
from simcore.awslambda.actions import ACTIONS
from simcore.awslambda.building import (
    account,
    build,
    completed,
    connect,
    event_queues,
    events_of,
    retune,
)
from simcore.awslambda.charges import ALLOWANCES, charged
from simcore.awslambda.checks import CHECKS
from simcore.awslambda.documents import DOCUMENTS
from simcore.awslambda.insights import FUNCTION as INSIGHTS
from simcore.awslambda.invoked import INVOKED
from simcore.awslambda.reading import FUNCTION as READING
from simcore.awslambda.reading.account import ACCOUNT as OF_ACCOUNT
from simcore.awslambda.spec import Function
from simcore.component import ComponentType
from simcore.component.permissions import itself
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker

__all__ = ["ACCOUNT", "FUNCTION"]

INVOKE = "lambda:InvokeFunction"

ACCOUNT = ComponentType(
    name="account",
    title="Account",
    order=100,
    reading=OF_ACCOUNT,
    picture=picture.ACCOUNT,
    noun="account",
    rank=0,
    build=account,
)

FUNCTION = ComponentType(
    name="function",
    title="Lambda function",
    order=40,
    reading=READING,
    picture=picture.FUNCTION,
    edges=picture.EDGES,
    noun="function",
    serves=("requests", "calls", "events"),
    rank=10,
    spec=Function,
    build=build,
    beside=event_queues,
    connect=connect,
    retune=retune,
    keeps=("environment",),
    actions=ACTIONS,
    roles={Taker: events_of},
    rights={Taker: (INVOKE,), Invocable: (INVOKE,)},
    acts_as=itself,
    completed=completed,
    checks=CHECKS,
    insights=INSIGHTS,
    documents=DOCUMENTS,
    invoked=INVOKED,
    charged=charged,
    allowances=ALLOWANCES,
)
