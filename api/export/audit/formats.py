"""The kinds of documents of an audit: a name of its own, which help and options read alone."""

from __future__ import annotations

from enum import StrEnum


class AuditFormat(StrEnum):
    """A kind of document of an audit; ALL is all of them."""

    JSON = "json"
    XLSX = "xlsx"
    PAY = "paie"
    PDF = "pdf"
    ALL = "tout"
