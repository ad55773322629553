"""Answer a document as a file that a browser saves."""

from fastapi import Response

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What a file is, by the ending of its name."""


def download(content: bytes, name: str) -> Response:
    """Answer a file; the ending of its name, one of `MEDIA`, says what it is."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA[name.rpartition(".")[2]], headers=headers)
