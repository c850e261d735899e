"""Amazon SQS: standard and FIFO queues."""

from simcore.component import ComponentType
from simcore.roles.readable import Deletable, Readable
from simcore.roles.taker import Taker
from simcore.services.sqs.actions import ACTIONS
from simcore.services.sqs.building import build, retune, start
from simcore.services.sqs.charges import ALLOWANCES, charged
from simcore.services.sqs.checks import CHECKS
from simcore.services.sqs.documents import DOCUMENTS
from simcore.services.sqs.insights import INSIGHTS
from simcore.services.sqs.picture import PICTURE
from simcore.services.sqs.reading import READING
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.spec import Queue
from simcore.services.sqs.standard import MessageMoveTask, StandardQueue

__all__ = ["QUEUE", "MessageMoveTask", "QueueSettings", "StandardQueue"]

QUEUE = ComponentType(
    name="queue",
    title="SQS queue",
    order=20,
    reading=READING,
    picture=PICTURE,
    noun="queue",
    serves=("requests", "events"),
    rights={
        Taker: ("sqs:SendMessage",),
        Readable: ("sqs:ReceiveMessage", "sqs:GetQueueAttributes"),
        Deletable: ("sqs:DeleteMessage",),
    },
    rank=20,
    spec=Queue,
    build=build,
    start=start,
    retune=retune,
    keeps=(
        "fifo",
        "fair",
        "message_move_task",
        "message_classes",
        "message_size",
        "initial_messages",
    ),
    actions=ACTIONS,
    checks=CHECKS,
    insights=INSIGHTS,
    documents=DOCUMENTS,
    charged=charged,
    allowances=ALLOWANCES,
)
