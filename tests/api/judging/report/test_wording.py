from datetime import date

import pytest

from api.french.shifts import typed_hours
from api.judging.report.wording import (
    breaks_of,
    contract_words,
    day_of,
    link_of,
    place_of,
    shift_words,
    version_of,
)
from api.planning.names import Names, Place
from constraints.law.hours.avg12_44h import RULE
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.time import Span, instant_of
from tests.api.judging.samples import JUNE, duty, span

NAMES = Names(
    dispositifs={"parc": "Parc des Chantiers"}, sites={"quai": Place(name="Quai des Antilles")}
)
NIGHT = span(JUNE, "21:30", "06:00")


def test_a_shift_is_a_day_hours_a_break_and_a_place() -> None:
    duty_made = duty(JUNE, "21:30-06:00", pause=30, site="quai", dispositif="parc")

    assert shift_words(duty_made, NAMES) == (
        "lun. 01/06/2026 21:30–06:00, pause 30 min, Quai des Antilles, Parc des Chantiers"
    )
    assert day_of(duty_made) == "lun. 01/06/2026"


def test_what_is_no_field_work_says_so() -> None:
    duty_made = duty(JUNE, pause=0, kind=DutyKind.TRAINING)

    assert shift_words(duty_made, NAMES) == "lun. 01/06/2026 09:00–17:00, formation"


def test_a_long_standby_names_the_day_on_which_it_ends() -> None:
    first = NIGHT.first
    duty_made = Duty(id="a", span=Span(instant_of(first), instant_of(first + 3 * 1440)))

    assert typed_hours(duty_made.span) == "21:30–21:30 (le 04/06)"


@pytest.mark.parametrize(
    ("breaks", "known", "expected"),
    [
        ((), True, ""),
        ((), False, "non dite"),
        ((Break(minutes=30),), True, "30 min"),
        ((Break(minutes=20, kind=BreakKind.PAID),), True, "20 min (payée)"),
        (
            (Break(minutes=20, start=instant_of(NIGHT.first + 180), kind=BreakKind.WATCH),),
            True,
            "20 min à 00:30 (sur place, en veille)",
        ),
        ((Break(minutes=20), Break(minutes=15)), True, "20 min, 15 min"),
    ],
)
def test_breaks_say_how_long_when_and_of_what_kind(
    breaks: tuple[Break, ...], known: bool, expected: str
) -> None:
    assert breaks_of(Duty(id="a", span=NIGHT, breaks=breaks, breaks_known=known)) == expected


def test_a_place_is_not_said_twice() -> None:
    same = Names(dispositifs={"p": "Parc"}, sites={"s": Place(name="Parc")})

    assert place_of(duty(JUNE, site="s", dispositif="p"), same) == "Parc"


def test_a_contract_says_its_hours_days_and_dates() -> None:
    contract = Contract(
        kind=ContractKind.CDD,
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        weekly_minutes=28 * 60,
        basis=HoursBasis.MONTH,
        days=frozenset({0, 4}),
    )

    assert contract_words(contract) == (
        "CDD, 28 h 00 par semaine, comptées par mois, lundi, vendredi, depuis le 01/01/2026 "
        "au 31/12/2026"
    )


def test_an_annual_contract_says_its_year() -> None:
    contract = Contract(
        kind=ContractKind.CDI,
        start=date(2026, 1, 1),
        basis=HoursBasis.YEAR,
        annual_minutes=1607 * 60,
    )

    assert "comptées sur l’année (1607 h 00 par an)" in contract_words(contract)


def test_an_address_gives_the_version_of_an_article() -> None:
    url = RULE.sources[0].url

    assert version_of(url) == "LEGIARTI000033020402"
    assert version_of("https://example.org/texte") == ""


def test_the_link_is_that_of_the_article_cited() -> None:
    assert link_of(RULE, str(RULE.sources[1])) == RULE.sources[1].url
    assert link_of(RULE, "Accord d’entreprise") == RULE.sources[0].url
