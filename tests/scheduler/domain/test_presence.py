from datetime import date

from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence
from scheduler.domain.presence import Presence
from scheduler.domain.problem import Training
from scheduler.domain.time import days_span
from tests.constraints.small import person, slot, span

EVENINGS = [slot(f"e{day}", f"{day:02d} 18:00", f"{day:02d} 20:00").span for day in range(1, 7)]


def test_one_weighs_the_contract_of_the_day() -> None:
    half = Contract(kind=ContractKind.CDI, start=date(2026, 6, 3), weekly_minutes=1050)
    full = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 6, 1))
    ana = person("ana", contracts=(full, half))

    weights = [Presence((), ()).weight(ana, each) for each in EVENINGS[:4]]
    assert weights == [2100, 0, 1050, 1050]


def test_an_absence_for_a_part_of_a_duty_keeps_from_it() -> None:
    # Until 18:01 on the 2nd, then from 20:00 on the 4th: two absences that overlap are one.
    away = [
        Absence(mediator="ana", span=span("01 00:00", "02 18:01")),
        Absence(mediator="ana", span=span("01 12:00", "01 13:00")),
        Absence(mediator="ana", span=span("04 20:00", "05 18:00")),
        Absence(mediator="bob", span=days_span(date(2026, 6, 1), date(2026, 6, 6))),
    ]
    presence = Presence(away, ())

    assert [presence.is_away("ana", each) for each in EVENINGS] == [True, True, *[False] * 4]
    assert [presence.is_away("bob", each) for each in EVENINGS] == [True] * 6
    assert not presence.is_away("cleo", EVENINGS[0])


def test_no_duty_is_expected_on_a_day_at_the_centre() -> None:
    session = Training(mediator="ana", id="t", span=span("02 09:00", "02 12:00"))
    presence = Presence((), [session])

    assert [presence.weight(person("ana"), each) for each in EVENINGS[:3]] == [2100, 0, 2100]


def test_no_duty_is_expected_on_a_weekday_that_the_contract_leaves_free() -> None:
    days = frozenset({0, 1, 3})
    contract = Contract(
        kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1200, days=days
    )
    ana = person("ana", contracts=(contract,))

    # The 1st is a Monday.
    assert [Presence((), ()).weight(ana, each) for each in EVENINGS[:4]] == [1200, 1200, 0, 1200]
