"""Gather the documents of a version, or of what is published."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from api.export.month.bundle import Month, month_of
from api.month.findings import Judged
from api.month.places.place import Place

FOLDED = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same documents give the same bytes."""


def documents_of(place: Place[Any], judged: Judged) -> Month:
    """Gather a version's documents; those of what is published bear the register's head, if any."""
    frame = judged.frame
    with place.reading() as open_place:
        stamp = open_place.stamp(frame)
    if not frame.published or judged.rota.assignments != frame.published:
        stamp = None
    month = month_of(
        frame.association,
        judged.rota,
        judged.findings,
        frame.month,
        dispositifs=frame.own or (),
        published=None if stamp is None else stamp.published,
        register=0 if stamp is None else stamp.register,
        head="" if stamp is None else stamp.head,
    )
    if frame.own is None:
        return month
    sections = tuple(s for s in month.grid.sections if s.dispositif in frame.own)
    return replace(month, grid=replace(month.grid, sections=sections))


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return documents as one ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files:
            zipped.writestr(zipfile.ZipInfo(name, FOLDED), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
