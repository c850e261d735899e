"""A change of a function's settings at a time."""

from dataclasses import replace

from simcore.awslambda.provisioned import ProvisionedSettings
from simcore.awslambda.scaling import ScalingSettings


class Retune:
    """A change at a time; pickles."""

    def __init__(self, function, changes):
        self.function, self.changes = function, changes

    def __call__(self, _):
        self.function.retune(replace(self.function.settings, **self.changes))


def change_at(function, t, **changes):
    function.env.call_at(t, Retune(function, changes))


def provisioned(initial, tracking=None):
    return ProvisionedSettings(initial, 60.0, False, ScalingSettings(tracking=tracking))
