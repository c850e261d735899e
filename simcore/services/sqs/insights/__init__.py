"""What may be found about a queue when a run is over."""

from simcore.services.sqs.insights.fair import FAIR
from simcore.services.sqs.insights.groups import COSTS, GROUPS
from simcore.services.sqs.insights.receives import RECEIVES

__all__ = ["INSIGHTS"]

INSIGHTS = (*RECEIVES, *GROUPS, *FAIR, *COSTS)
