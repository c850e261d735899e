"""Reports as files: each format a module, known by the suffix of a file's name."""

from simcore.reporting.formats import archive, markdown, plain
from simcore.reporting.formats.registry import FORMATS, Format, add, format_of
from simcore.reporting.formats.sheet import series_csv
from simcore.reporting.formats.zipped import zipped

__all__ = ["FORMATS", "Format", "add", "format_of", "series_csv", "zipped"]

for _format in (markdown.FORMAT, archive.FORMAT, *plain.FORMATS):
    add(_format)
