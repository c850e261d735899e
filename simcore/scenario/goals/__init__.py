"""Goals: what a scenario expects of its run, as it says them and as they are understood.

`said` is the format, `measure` and `bound` read its texts, `names` knows what can be named of each
type of component, and `sought` puts them together: which numbers of a result, and which bound in
their unit. Whether a result keeps to them: `simcore.analysis`.
"""

from simcore.scenario.goals.bound import Bound, Op, holds
from simcore.scenario.goals.complaint import GoalError
from simcore.scenario.goals.drawn import drawn_goals
from simcore.scenario.goals.measure import Measure, When
from simcore.scenario.goals.names import Sort, Target
from simcore.scenario.goals.said import MOST_GOALS, Expect, Goal, goals_of
from simcore.scenario.goals.sought import Sought, sought

__all__ = [
    "MOST_GOALS",
    "Bound",
    "Expect",
    "Goal",
    "GoalError",
    "Measure",
    "Op",
    "Sort",
    "Sought",
    "Target",
    "When",
    "drawn_goals",
    "goals_of",
    "holds",
    "sought",
]
