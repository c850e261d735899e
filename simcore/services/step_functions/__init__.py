"""AWS Step Functions: state machines, standard and express."""

from simcore.component import ComponentType
from simcore.component.permissions import itself
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker
from simcore.services.step_functions.actions import ACTIONS
from simcore.services.step_functions.building import as_invocable, build, connect, retune
from simcore.services.step_functions.charges import ALLOWANCES, charged
from simcore.services.step_functions.checks import CHECKS
from simcore.services.step_functions.documents import DOCUMENTS
from simcore.services.step_functions.insights import INSIGHTS
from simcore.services.step_functions.picture import EDGES, PICTURE
from simcore.services.step_functions.reading import READING
from simcore.services.step_functions.resolving import completed
from simcore.services.step_functions.shape import drawn
from simcore.services.step_functions.spec import StateMachine

__all__ = ["STATE_MACHINE"]

STATE_MACHINE = ComponentType(
    name="state_machine",
    title="Step Functions",
    order=28,
    reading=READING,
    picture=PICTURE,
    edges=EDGES,
    spoken="Step Functions state machine",
    noun="state machine",
    serves=("requests", "calls", "events"),
    roles={Invocable: as_invocable},
    rights={Taker: ("states:StartExecution",), Invocable: ("states:StartSyncExecution",)},
    acts_as=itself,
    rank=35,
    spec=StateMachine,
    build=build,
    connect=connect,
    retune=retune,
    keeps=("definition", "substitutions", "workflow"),
    completed=completed,
    drawn={"machines": drawn},
    actions=ACTIONS,
    documents=DOCUMENTS,
    checks=CHECKS,
    insights=INSIGHTS,
    charged=charged,
    allowances=ALLOWANCES,
)
