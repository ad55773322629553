"""Who is asked next: for a duty of the dispositifs that are looked at, and no other."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.data.association import Dispositif
from api.data.folder.load import load
from api.fairness.service import NextInLine, next_in_line
from api.month.errors import BadRequestError
from api.month.frames import framed
from api.planning.fairness.kinds import KIND_OF
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH

NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)
ASSOCIATION = load(PETIT)
MOBILE = Dispositif(id="M", name="Équipe mobile", agency="autre")


def next_of(*dispositifs: str) -> NextInLine:
    """Ask who is next on a Saturday, which only a mobile team that supervises P works."""
    (day, *_) = ASSOCIATION.templates
    night = replace(
        day,
        id="M-S",
        dispositif="M",
        agency="autre",
        site="",
        weekdays=frozenset({5}),
        binome=False,
        supervises=frozenset({"P"}),
    )
    association = replace(
        ASSOCIATION,
        dispositifs=(*ASSOCIATION.dispositifs, MOBILE),
        mediators=tuple(
            replace(m, agency="autre", dispositifs=frozenset({"M"})) if m.id == "elsa" else m
            for m in ASSOCIATION.mediators
        ),
        templates=(*ASSOCIATION.templates, night),
    )
    frame = framed(association, MARCH, frozenset(dispositifs) or None, NOW)
    return next_in_line(frame, frame.published, KIND_OF["samedis"], date(2026, 3, 7))


def test_those_of_the_dispositif_are_asked() -> None:
    for line in (next_of(), next_of("M"), next_of("M", "P")):
        people = [each.mediator.id for each in line.order]
        assert people + [each.mediator.id for each in line.stopped] == ["elsa"]


def test_those_of_a_dispositif_that_supervises_it_are_not() -> None:
    with pytest.raises(BadRequestError) as refusal:
        next_of("P")

    assert [wrong.field for wrong in refusal.value.wrong] == ["day"]
