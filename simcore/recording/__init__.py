"""Recording: what models state becomes metrics, frames, flags, stories and a fingerprint.

Generic by kind of fact: nothing here knows a component. What its facts give, each type of component
declares in a `Reading`; `Recorder` is the door, `Timebase` its clock, `result.as_dict` the document
that a run ends in.
"""

from simcore.recording.catalogue import as_header
from simcore.recording.mark import at_mark, marked
from simcore.recording.reading import Reading
from simcore.recording.recorder import Recorder
from simcore.recording.tariff import Tariff
from simcore.recording.timebase import Timebase

__all__ = ["Reading", "Recorder", "Tariff", "Timebase", "as_header", "at_mark", "marked"]
