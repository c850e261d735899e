"""Provisioned mode of a mapping."""

from __future__ import annotations

from typing import Annotated

from simcore.scenario.model.annotations import FromProfile, Knob, WithinProfile
from simcore.scenario.model.base import Spec
from simcore.scenario.model.quantities import Whole

__all__ = ["ProvisionedPollers"]

MOST = 100_000


class ProvisionedPollers(Spec):
    """Event pollers of which a minimum is always there; AWS's ProvisionedPollerConfig."""

    minimum: Annotated[
        int | None,
        Whole(1, MOST),
        FromProfile("esm.sqs.minimum_pollers_default"),
        WithinProfile("esm.sqs.minimum_pollers_min", "esm.sqs.minimum_pollers_max"),
        Knob(
            "Minimum pollers",
            "event pollers that are always there, each for ten invocations at a time",
            "Event source",
            "ProvisionedPollerConfig.MinimumPollers",
            low=2,
            high=200,
            step=1,
        ),
    ] = None
    maximum: Annotated[
        int | None,
        Whole(1, MOST),
        FromProfile("esm.sqs.maximum_pollers_default"),
        WithinProfile("esm.sqs.minimum_pollers_min", "esm.sqs.maximum_pollers_max"),
        Knob(
            "Maximum pollers",
            "event pollers to which the mapping may scale",
            "Event source",
            "ProvisionedPollerConfig.MaximumPollers",
            low=2,
            high=2_000,
            step=1,
        ),
    ] = None
