"""Read the form that sends files: chosen on the person's disk, or carried from trial to import."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.access.request import the_settings
from api.month.folder.receiving import CHOOSE, SentFile
from api.month.folder.service import Seen
from api.settings import Settings
from api.web.problems import Fault, Refusal
from api.web.texts import form_of

FIELD = "files"
MOST_FILES = 200
MOST_FIELDS = 10
MB = 1 << 20
UNREAD = "L’envoi n’a pas pu être lu."
CARRIED_MB = 6
"""Largest ZIP that a page carries. It comes back a third longer, in base64."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a form sent: files and other fields by name (None: it couldn't be read)."""

    files: tuple[SentFile, ...] = ()
    fields: Mapping[str, str] | None = None


async def _read_form(request: Request) -> Sent:
    """Read the form; its size is bounded with that of every request."""
    try:
        form = await form_of(
            request,
            max_files=MOST_FILES,
            max_fields=MOST_FIELDS,
            max_part_size=the_settings(request).request_mb * MB,
        )
    except HTTPException:
        return Sent()
    files = [
        SentFile(name=part.filename, content=await part.read())
        for part in form.getlist(FIELD)
        if isinstance(part, UploadFile) and part.filename
    ]
    fields = {name: text for name, text in form.items() if isinstance(text, str)}
    await form.close()
    return Sent(files=tuple(files), fields=fields)


TheForm = Annotated[Sent, Depends(_read_form)]


def upload_of(sent: Sent) -> tuple[tuple[SentFile, ...], Seen | None]:
    """Return the files that were chosen or carried, and the trial to import (None: only try)."""
    if sent.fields is None:
        raise refused(UNREAD, f"{MOST_FILES} fichiers au plus : {CHOOSE}")
    files = sent.files or (carried_file(sent.fields.get("archive"), "association.zip", CHOOSE),)
    if sent.fields.get("geste") != "importer":
        return files, None
    state = sent.fields.get("seen_state") or "aucun"
    return files, Seen(files=sent.fields.get("seen_files", ""), state=state)


def carried_file(content: str | None, name: str, choose: str) -> SentFile:
    """Return the file that a page carried; refuse if there is none, saying what to choose (422)."""
    if not content:
        raise refused("Aucun fichier n’est choisi.", choose)
    try:
        return SentFile(name=name, content=b64decode(content, validate=True))
    except ValueError:
        raise refused(UNREAD, choose) from None


def carried(archive: bytes, settings: Settings) -> str:
    """Return an archive as a field of a form (empty: it is too long for a page to carry)."""
    most = min(CARRIED_MB * MB, settings.request_mb * MB // 2)
    return b64encode(archive).decode() if len(archive) <= most else ""


def refused(detail: str, expected: str) -> Refusal:
    """Return why a form that sends files is refused, at its field of files."""
    faults = [Fault(field=FIELD, expected=expected)]
    return Refusal(422, "envoi_refuse", detail, errors=faults)
