"""Months of documents, made of a rota alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from api.export.month.bundle import Edition, Month
from api.export.month.sheet import people_of, person_sheets, rows_by_name
from api.planning.grid import grid
from api.planning.names import Names
from constraints.registry import base
from scheduler.domain.rota import Rota
from scheduler.finding import Finding
from tests.api.export.samples import NAMES


def month_with(
    rota: Rota, edition: Edition, *, findings: Sequence[Finding] = (), names: Names = NAMES
) -> Month:
    """Return what the documents of a rota's month are made from."""
    return Month(
        rota=rota,
        grid=grid(rota, findings, names=names),
        findings=tuple(findings),
        names=names,
        edition=edition,
        profile=base(),
        now=datetime.combine(edition.made, time(8), UTC),
    )


def everybody(month: Month) -> bytes:
    """Return the PDF of all people's pages."""
    return person_sheets(month, people_of(month, rows_by_name(month.grid)))
