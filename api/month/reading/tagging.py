"""Tag what is read of a version by what it is made from: a version never changes, its data may."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.metadata import version as release_of

from fastapi import Request, Response
from sqlalchemy.orm import Session

from api.database.counters import DATA, LEDGER, stamp
from api.month.frames import Frame
from api.month.reading.drawing import setting_at
from api.web.unchanged import tag_unless_unchanged


@cache
def _release() -> str:
    return release_of("roulement")


def tag_reading(
    request: Request,
    response: Response,
    session: Session,
    frame: Frame,
    now: datetime,
    *names: object,
) -> None:
    """
    Tag the answer to a reading of a version, or of a published month, that `names` name.

    What it says depends on the version, the data, the register, which shifts have begun, and the
    program's release. Raises `Unchanged`: the client has that answer.
    """
    begun = len(setting_at(frame, now).begun)
    facts = stamp(session, DATA), stamp(session, LEDGER), begun, _release()
    tag_unless_unchanged(request, response, *names, *facts)
