"""What a run or a comparison comes to, for somebody who was not there: as data, and as files."""

from simcore.reporting.build import SECTIONS, ReportError, build
from simcore.reporting.report import Report

__all__ = ["SECTIONS", "Report", "ReportError", "build"]
