"""One execution of a state machine: its states, what is tried again, what is caught.

Start reading at :mod:`.execution`; what a state does when it is entered is :mod:`.steps`, what
becomes of its outcome :mod:`.outcomes`.
"""

from simcore.asl.execution.execution import Execution
from simcore.asl.execution.history import Event, History
from simcore.asl.execution.limits import EXPRESS_EVENTS, STANDARD_EVENTS

__all__ = ["EXPRESS_EVENTS", "STANDARD_EVENTS", "Event", "Execution", "History"]
