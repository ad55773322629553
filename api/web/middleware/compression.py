"""Compress pages and JSON for clients that accept gzip: a grid shrinks to a fifteenth."""

from fastapi import FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

SMALLEST = 1024
"""Bytes under which it isn't worth the time."""

LEVEL = 6
"""Of zlib: the next ones take longer for a hundredth of the size."""

AS_THEY_ARE = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/jsonl",
    "application/octet-stream",
    "application/pdf",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/calendar",
)
"""Pictures and documents are compressed already; events and streams must leave at once; feeds
have their own (`api.feeds.reading.replies`), made once for all who read them."""


def add(app: FastAPI) -> None:
    """Compress what the layers before this one answer."""
    app.add_middleware(
        GZipMiddleware,
        minimum_size=SMALLEST,
        compresslevel=LEVEL,
        exclude_content_types=AS_THEY_ARE,
    )
