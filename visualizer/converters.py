"""What the parts of an address look like."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class RunId(StringConverter):
    """The id of a run, in letters of either size."""

    regex = "[A-Za-z2-7]{10}"


register_converter(RunId, "run")
