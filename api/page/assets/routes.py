"""Serve the static files of the pages."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Path, Response

from api.access.door import Router
from api.page.assets.files import ROOT, TYPES, contents, digest
from api.web.problems import not_found

router = Router(include_in_schema=False)
FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/favicon.ico")
def favicon() -> Response:
    """Give the icon to browsers, which ask for it even though no page names it."""
    return _served("icon.svg", kept="public, max-age=86400")


@router.get(f"{ROOT}/{{version}}/{{name:path}}")
def static_file(
    version: Annotated[str, Path(max_length=40)], name: Annotated[str, Path(max_length=120)]
) -> Response:
    """Give a file; under the address of another version it is given uncached."""
    return _served(name, kept=FOR_EVER if version == digest() else "no-store")


def _served(name: str, *, kept: str) -> Response:
    content = contents().get(name)
    if content is None:
        raise not_found()
    media = TYPES[PurePosixPath(name).suffix]
    return Response(content, media_type=media, headers={"Cache-Control": kept})
