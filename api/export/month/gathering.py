"""Le mois: a rota, its findings and what stands, gathered for its documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.data.profile import profile_for
from api.export.month.bundle import Month
from api.export.month.edition import Edition
from api.planning.events import events
from api.planning.fingerprint import fingerprint
from api.planning.grid import grid
from api.planning.names import names_of
from api.planning.publication import published_rows
from calendars.holidays import name_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from api.data.association import Association
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding


def month_of(
    association: Association,
    rota: Rota,
    findings: Iterable[Finding],
    first: date,
    *,
    published: datetime | None = None,
    register: int = 0,
    head: str = "",
) -> Month:
    """
    Gather what the documents need; `published`: when it last was (None: a draft).

    `register` and `head`: those of the register that holds the publication (see `Edition`).
    """
    names = names_of(association)
    now = datetime.now(UTC).replace(microsecond=0)
    stamp = published or now
    before = association.history.get(f"{first:%Y-%m}", ())
    found = tuple(findings)
    holidays = {d: name_of(d) for d in rota.problem.horizon.days if d in rota.problem.holidays}
    rows = published_rows(rota, before, stamp)
    return Month(
        rota=rota,
        grid=grid(rota, found, names=names, holidays=holidays),
        findings=found,
        names=names,
        edition=Edition(
            version=fingerprint(rota),
            made=now.astimezone(PARIS).date(),
            published=published and published.astimezone(PARIS).date(),
            register=register,
            head=head,
        ),
        rows=rows,
        profile=profile_for(association),
        events=events(rota, rows, association.revisions, stamp, names=names),
        now=now,
    )
