"""The tables as a site to read: overview, list of programs, a page per sheet with the print beside it."""

from __future__ import annotations

from pipelines.report.site import Report, ReportError, ReportOptions, write_report

__all__ = ["Report", "ReportError", "ReportOptions", "write_report"]
