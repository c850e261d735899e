"""What a run or a comparison comes to, for somebody who was not there: as data, and as files."""

from simcore.reporting.between import COMPARED, between
from simcore.reporting.build import SECTIONS, build
from simcore.reporting.complaint import NotAResult, ReportError
from simcore.reporting.report import Report

__all__ = ["COMPARED", "SECTIONS", "NotAResult", "Report", "ReportError", "between", "build"]
