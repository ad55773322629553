"""What of a history is read to judge some people: the problem is the one of the whole history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Association, Dispositif, Published
from api.data.errors import Faults
from api.data.folder.history import load_history, write_month
from api.data.folder.load import load_with_rows
from api.planning.problem import LOOKBACK, assemble, needed_history
from calendars.templates.template import Template
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.slots import Need
from scheduler.domain.time import Span, at
from tests.api.planning.fairness.small import months
from tests.constraints.small import person
from tests.fixtures.association import association
from tests.fixtures.instances import FOLDER

MONTH, LAST = date(2026, 6, 1), date(2026, 6, 30)
NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)
OLD = timedelta(days=800)

PEOPLE = (
    person("ana"),
    person("bob", dispositifs=frozenset({"e"})),
    person("cleo", dispositifs=frozenset({"d", "e"})),
    person(
        "dan",
        contracts=(Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 5, 3)),),
    ),
)


def place(dispositif: str) -> Template:
    return Template(
        id=f"{dispositif}-J",
        dispositif=dispositif,
        agency="ag",
        site="s",
        weekdays=frozenset(range(7)),
        start=time(9),
        end=time(16),
        needs=(Need(minimum=0, target=1, maximum=2),),
        since=date(2020, 1, 1),
    )


def row(who: str, dispositif: str, day: date, ahead: int) -> Published:
    span = Span(at(day, time(9)), at(day, time(16)))
    duty = Duty(id=f"{dispositif}-J-{day}", span=span, dispositif=dispositif, decided=False)
    created = datetime(day.year, day.month, 1, tzinfo=UTC) - timedelta(days=20)
    return Published(
        uid=f"{who}-{duty.id}",
        worked=Worked(mediator=who, duty=duty),
        sequence=int(ahead > 0),
        created=created,
        changed=span.start.astimezone(UTC) - timedelta(days=ahead) if ahead else created,
    )


def problems(
    of: Association, folder: Path, dispositifs: frozenset[str] | None
) -> tuple[Problem, Problem]:
    """Return the problem of the whole history of a folder, then that of what is needed of it."""
    needed = needed_history(of, MONTH, LAST, dispositifs)
    whole, part = (
        assemble(
            replace(of, history=load_history(folder, None, Faults(), rows)),
            MONTH,
            LAST,
            dispositifs=dispositifs,
            now=NOW,
        )
        for rows in (None, needed)
    )
    return replace(whole, balances=()), replace(part, balances=())


shifts = st.lists(
    st.builds(
        row,
        st.sampled_from([m.id for m in PEOPLE]),
        st.sampled_from(["d", "e"]),
        st.integers(0, 840).map(lambda days: LAST - OLD + timedelta(days=days)),
        st.sampled_from([0, 0, 3]),
    ),
    max_size=40,
    unique_by=lambda row: row.uid,
)


@settings(max_examples=60, deadline=None)
@given(rows=shifts, dispositifs=st.sampled_from([None, frozenset({"d"}), frozenset({"e"})]))
def test_the_problem_is_that_of_the_whole_history(
    rows: Iterable[Published], dispositifs: frozenset[str] | None
) -> None:
    of = Association(
        dispositifs=tuple(Dispositif(id=name, name=name, agency="ag") for name in "de"),
        mediators=PEOPLE,
        templates=(place("d"), place("e")),
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        for label, mine in months(rows).items():
            write_month(folder, label, mine)

        whole, part = problems(of, folder, dispositifs)

    assert part == whole


@pytest.mark.parametrize(
    "dispositifs", [frozenset({"19", "20", "21"}), frozenset({"10", "11", "12"}), frozenset({"1"})]
)
@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 3, 1)])
@pytest.mark.long
def test_months_of_the_association_are_those_of_two_years(
    month: date, dispositifs: frozenset[str]
) -> None:
    last = month.replace(day=30)
    now = datetime(month.year, month.month, 17, tzinfo=UTC)
    read = load_with_rows(
        FOLDER / "association", lambda of: needed_history(of, month, last, dispositifs)
    ).association

    whole, part = (
        replace(assemble(of, month, last, dispositifs=dispositifs, now=now), balances=())
        for of in (association(), read)
    )

    assert part == whole
    assert min(part.history, key=lambda w: w.duty.span.first).duty.span.day < month - LOOKBACK / 2
    count = sum(map(len, read.history.values()))
    assert count < sum(map(len, association().history.values())) / 3
