"""Executions on this machine, with a clock of their own and no service around them.

As Step Functions Local does with mocked service integrations: what a task returns is data.
"""

from simcore.asl.local.host import LocalHost, Tasks
from simcore.asl.local.mocks import MockInvalid
from simcore.asl.local.running import execute, states_of
from simcore.asl.local.tasks import MockedTasks
from simcore.asl.local.told import told

__all__ = ["LocalHost", "MockInvalid", "MockedTasks", "Tasks", "execute", "states_of", "told"]
