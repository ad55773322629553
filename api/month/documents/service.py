"""Documents: those of a version, or of what is published, format by format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.ledger import PublicationRow
from api.export.month.bundle import documents, month_of
from api.ledger.history import head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.export.month.bundle import Month
    from api.export.month.formats import Format
    from api.month.frames import Frame
    from api.month.judging import Judged

FOLDED = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the same documents, the same bytes."""


def month_for(session: Session, judged: Judged) -> Month:
    """
    Gather a version's documents, or the published month's if the version is what is published.

    Published ones bear the register's head.
    """
    frame = judged.frame
    when = published_at(session, frame)
    if when is None or not frame.standing or judged.rota.assignments != frame.standing:
        made = month_of(frame.association, judged.rota, judged.findings, frame.month)
    else:
        last = head(session)
        made = month_of(
            frame.association,
            judged.rota,
            judged.findings,
            frame.month,
            published=when,
            register=last.number,
            head=last.hash,
        )
    if frame.own is None:
        return made
    sections = tuple(s for s in made.grid.sections if s.dispositif in frame.own)
    return replace(made, grid=replace(made.grid, sections=sections))


def published_at(session: Session, frame: Frame) -> datetime | None:
    """Return when something of the frame's month was last published (None: never)."""
    rows = session.execute(
        select(PublicationRow.made, PublicationRow.dispositifs)
        .where(PublicationRow.month == frame.month)
        .order_by(PublicationRow.number.desc())
    )
    for made, dispositifs in rows:
        if not dispositifs or frame.own is None or frame.own & set(dispositifs):
            return made
    return None


def archive(made: Iterable[tuple[str, bytes]]) -> bytes:
    """Return documents as one ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in made:
            whole.writestr(zipfile.ZipInfo(name, FOLDED), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def one_of(made: Month, kind: Format) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of one format."""
    yield from documents(made, [kind])
