"""What this program writes of a month is read back as the same month, from each of its files."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.export.file_names import slug
from api.export.formats import Format
from api.export.month.bundle import Edition, Month, documents
from api.intake.foreign_file import read_foreign
from api.intake.reading import Reading
from api.planning.grid import grid
from api.planning.month_change import events
from api.planning.names import names_of
from api.planning.problem import assemble
from api.planning.published_shifts import published_rows
from scheduler.domain.duty import Break, Duty
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, at, instant_of

FOLDER = Path(__file__).parents[3] / "fixtures" / "association"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)  # the month in which clocks go back
NOW = datetime(2026, 9, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.long  # a month of the association, written and read in each form
Fact = tuple[str, int, int, tuple[Break, ...], str, str, str, str]


@pytest.fixture(scope="module")
def association() -> Association:
    return load(FOLDER)


@pytest.fixture(scope="module")
def rota(association: Association) -> Rota:
    problem = assemble(association, FIRST, LAST, dispositifs=frozenset({"10", "11"}))
    return Rota(problem=problem, assignments=problem.previous)


@pytest.fixture(scope="module")
def written(association: Association, rota: Rota, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tmp_path_factory.mktemp("sortie"), association, rota)


def export(folder: Path, association: Association, rota: Rota) -> Path:
    """Write the documents of a rota that hold its shifts."""
    names, rows = names_of(association), published_rows(rota, (), NOW)
    month = Month(
        rota=rota,
        grid=grid(rota, names=names),
        findings=(),
        names=names,
        edition=Edition(version="3f2a90c1", made=date(2026, 9, 20)),
        profile=profile_for(association),
        rows=rows,
        events=events(rota, rows, (), NOW, names=names),
        now=NOW,
    )
    for name, content in documents(month, [Format.XLSX, Format.CSV, Format.ICAL]):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def fact(person: str, duty: Duty) -> Fact:
    """Return all that an audit needs of a duty."""
    places = (duty.site, duty.dispositif, duty.agency)
    return person, duty.span.first, duty.span.last, duty.breaks, duty.kind.value, *places


def posted(rota: Rota) -> set[Fact]:
    return {fact(a.mediator, rota.problem.slot_of[a.slot].duty) for a in rota.assignments}


def learnt(rota: Rota) -> set[Fact]:
    inside = [t for t in rota.problem.trainings if t.span.touches(rota.problem.horizon)]
    return {fact(training.mediator, training.duty) for training in inside}


def facts(reading: Reading, people: dict[str, str] | None = None) -> set[Fact]:
    """Return what was read; `people`: ids by what the file calls them."""
    assert reading.refused == ()
    assert all(shift.duty.breaks_known for shift in reading.shifts)
    return {
        fact(shift.person if people is None else people[shift.also[0]], shift.duty)
        for shift in reading.shifts
    }


def test_the_month_holds_what_is_to_be_compared(rota: Rota) -> None:
    assert len(posted(rota)) > 100
    assert any(duty[3] for duty in posted(rota))  # breaks with their place
    assert {duty[4] for duty in posted(rota)} == {"work", "oncall_standby"}
    assert learnt(rota)


def test_the_workbook_gives_shifts_and_training(written: Path, rota: Rota) -> None:
    reading = read_foreign(written / "planning-2026-10.xlsx")

    assert facts(reading) == posted(rota) | learnt(rota)
    assert len(reading.shifts) == len(posted(rota) | learnt(rota))


def test_the_csv_and_the_publication_give_the_shifts(written: Path, rota: Rota) -> None:
    assert facts(read_foreign(written / "planning-2026-10.csv")) == posted(rota)
    assert facts(read_foreign(written / "publication" / "2026-10.csv")) == posted(rota)


def test_peoples_calendars_give_shifts_and_training(written: Path, rota: Rota) -> None:
    people = {slug(m.id): m.id for m in rota.problem.mediators}

    reading = read_foreign(written / "calendriers" / "personnes")

    assert facts(reading, people) == posted(rota) | learnt(rota)


def test_absences_are_told_by_the_workbook_and_the_calendars_without_a_reason(
    written: Path,
) -> None:
    book = read_foreign(written / "planning-2026-10.xlsx")
    feeds = read_foreign(written / "calendriers" / "personnes")

    absences = {(slug(a.person), a.absence.span.first, a.absence.span.last) for a in book.aways}
    assert absences
    assert {(a.also[0], a.absence.span.first, a.absence.span.last) for a in feeds.aways} == absences
    assert {a.absence.kind.value for a in (*book.aways, *feeds.aways)} == {"autre"}


def test_ids_are_those_of_the_slots(written: Path, rota: Rota) -> None:
    reading = read_foreign(written / "planning-2026-10.csv")

    assert {shift.duty.id for shift in reading.shifts} == {a.slot for a in rota.assignments}


def test_posts_that_nobody_holds_and_sheets_to_look_at_are_set_aside(written: Path) -> None:
    book = read_foreign(written / "planning-2026-10.xlsx")
    text = read_foreign(written / "planning-2026-10.csv")

    assert {a.why for a in book.aside} == {
        "présentation de ce qui est lu dans la feuille « Services »"
    }
    assert {a.why.partition(" « ")[0] for a in text.aside} <= {"poste"}
    assert book.counts.refused == text.counts.refused == 0


def test_a_whole_published_month_of_the_association_is_read(association: Association) -> None:
    reading = read_foreign(FOLDER / "historique" / "2026-10.csv")

    rows = association.history["2026-10"]
    assert facts(reading) == {fact(row.worked.mediator, row.worked.duty) for row in rows}
    assert reading.counts.used == len(rows)


def test_breaks_and_ends_in_the_repeated_hour_keep_their_passage(
    tmp_path: Path, association: Association, rota: Rota
) -> None:
    second = at(date(2026, 10, 25), time(2, 30), second_passage=True)
    first = at(date(2026, 10, 25), time(2, 15))
    slot = Slot(
        id="nuit",
        span=Span(at(date(2026, 10, 24), time(21, 30)), second),
        dispositif="11",
        agency="nantes",
        breaks=(
            Break(minutes=10, start=first),
            Break(minutes=15, start=instant_of(int(first.timestamp()) // 60 + 60)),
        ),
    )
    person = rota.problem.mediators[0]
    problem = Problem(horizon=rota.problem.horizon, mediators=(person,), slots=(slot,))
    night = Rota(problem=problem, assignments=frozenset({Assignment(person.id, "nuit")}))

    export(tmp_path, association, night)

    people = {slug(person.id): person.id}
    assert slot.span.minutes == 360
    assert [
        facts(read_foreign(tmp_path / name), people if "calendriers" in name else None)
        for name in (
            "planning-2026-10.xlsx",
            "planning-2026-10.csv",
            "publication/2026-10.csv",
            "calendriers/personnes",
        )
    ] == [posted(night)] * 4
