"""What becomes of the messages of a queue, as a report sums it up."""

from simcore.recording.told import Part, Work

__all__ = ["WORKS"]

WORKS = (
    Work(
        "message",
        (
            Part("done", ("deleted",), "processed"),
            Part("lost", ("dead_lettered",), "dead-lettered"),
            Part("lost", ("expired",), "expired"),
            Part("lost", ("purged",), "purged"),
            Part("done", ("moved",), "moved"),
            Part("left", ("visible", "delayed"), "still waiting"),
            Part("left", ("in_flight",), "in flight"),
        ),
        came=("sent", "duplicated"),
        backlog="ApproximateNumberOfMessagesVisible",
        took="MessageLatency",
    ),
    Work("message", (Part("refused", ("sends_refused",), "refused"),), attempts=True),
)
