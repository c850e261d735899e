"""Recording: what models state becomes metrics, frames, flags, stories and a fingerprint.

Generic by kind of fact: nothing here knows a service. `Recorder` is the door, `Timebase` its
clock, `result.as_dict` the document that a run ends in.
"""

from simcore.recording.catalogue import METRICS, Metric, as_header
from simcore.recording.recorder import Recorder
from simcore.recording.tariff import Tariff
from simcore.recording.timebase import Timebase

__all__ = ["METRICS", "Metric", "Recorder", "Tariff", "Timebase", "as_header"]
