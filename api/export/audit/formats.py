"""Name the documents of an audit without loading what writes them, so that help is quick."""

from enum import StrEnum


class AuditFormat(StrEnum):
    """A kind of document of an audit; ALL is all of them."""

    JSON = "json"
    XLSX = "xlsx"
    PAY = "paie"
    PDF = "pdf"
    ALL = "tout"
