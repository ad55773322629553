"""The kinds of documents of a month: a name of its own, which help and options read alone."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A kind of document; ALL is all of them."""

    XLSX = "xlsx"
    PDF = "pdf"
    SHEETS = "fiches"
    ICAL = "ical"
    CSV = "csv"
    PLOTS = "graphiques"
    ALL = "tout"
