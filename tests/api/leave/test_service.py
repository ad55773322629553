from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.data.stored.rows import KINDS, of_person
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.asking import LeaveRow, LeaveState
from api.leave.impact import weigh
from api.leave.service import LeaveRequest, ask, get, grant, of, page, refuse, withdraw
from api.month.drafts.service import create
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.versions.editing import edit
from api.month.versions.operations import Operation, Verb
from scheduler.domain.people import AbsenceKind
from tests.api.asking.petit import ADA, BEFORE, BRICE, NORA, again, start

MONDAY = LeaveRequest(start="2026-03-02", end="2026-03-02")
LATER = LeaveRequest(start="2026-03-16", end="2026-03-20", note="Mariage")
SLOT = "P-J-2026-03-02"
THEIRS = Reach(NORA, OVERSEERS)


def do(engine: Engine, deed: Callable[[Session], LeaveRow]) -> LeaveRow:
    with writing(engine) as session:
        return deed(session)


def request(engine: Engine, wanted: LeaveRequest = LATER) -> LeaveRow:
    start(engine)
    return do(engine, lambda s: ask(s, ADA, "ada", wanted, BEFORE))


def absences(engine: Engine, person: str = "ada") -> list[tuple[str, str, str]]:
    with reading(engine) as session:
        absences = [e.values for e in of_person(session, KINDS["absences"], person)]
    return [(v["start"], v["end"], v["kind"]) for v in absences]


def conflict(engine: Engine, deed: Callable[[Session], LeaveRow]) -> str:
    with pytest.raises(ConflictError) as error:
        do(engine, deed)
    return error.value.code


def test_a_request_waits_with_its_dates_kind_and_note(engine: Engine) -> None:
    row = request(engine)

    with reading(engine) as session:
        (kept,) = of(session, "ada")
        trail = session.scalars(sa.select(TrailRow).where(TrailRow.about == "conge")).all()
    assert (kept.id, kept.start, kept.end, kept.kind) == (
        *(row.id, "2026-03-16", "2026-03-20"),
        "conge",
    )
    assert (kept.note, kept.state, kept.requested, kept.number) == (
        *("Mariage", "demande", BEFORE),
        1,
    )
    assert [(t.action, t.agency, t.detail) for t in trail] == [("demander", "ville", None)]


@pytest.mark.parametrize(
    "kind", ["maladie", "accident_travail", "maternite_paternite", "autre", ""]
)
def test_an_illness_is_not_asked_for(sqlite_engine: Engine, kind: str) -> None:
    wanted = LeaveRequest(start="2026-03-16", end="2026-03-16", kind=kind)
    with pytest.raises(WrongValuesError) as error:
        do(sqlite_engine, lambda s: ask(s, ADA, "ada", wanted, BEFORE))
    (fault,) = error.value.wrong
    assert (fault.field, fault.received) == ("kind", kind)
    assert fault.expected == (
        "l’un de : conge, indisponible, recuperation, repos_compensateur, sans_solde "
        "(une maladie se dit aux RH)"
    )


def test_leave_lies_ahead_and_under_a_contract(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    over = BEFORE.replace(hour=0) - timedelta(hours=1)  # midnight in Paris

    def at(end: str) -> LeaveRow:
        wanted = LeaveRequest(start="2026-02-01", end=end)
        return do(sqlite_engine, lambda s: ask(s, ADA, "ada", wanted, over))

    with pytest.raises(WrongValuesError) as error:
        at("2026-02-09")
    assert [(w.field, w.expected) for w in error.value.wrong] == [("end", "une fin à venir")]
    assert at("2026-02-10").state == "demande"
    with pytest.raises(WrongValuesError) as error:
        do(
            sqlite_engine,
            lambda s: ask(
                s, ADA, "dorian", LeaveRequest(start="2026-09-01", end="2026-09-02"), BEFORE
            ),
        )
    assert [(w.field, w.expected) for w in error.value.wrong] == [
        ("start", "des jours sous contrat")
    ]


def test_one_does_not_ask_twice_for_the_same_days(sqlite_engine: Engine) -> None:
    first = request(sqlite_engine)
    same = LeaveRequest(start="2026-03-20", end="2026-03-22")

    assert conflict(sqlite_engine, lambda s: ask(s, ADA, "ada", same, BEFORE)) == (
        "conge_deja_demande"
    )
    next_day = LeaveRequest(start="2026-03-21", end="2026-03-22")
    do(sqlite_engine, lambda s: ask(s, ADA, "ada", next_day, BEFORE))
    do(sqlite_engine, lambda s: withdraw(s, ADA, first.id, 1, BEFORE))
    twentieth = LeaveRequest(start="2026-03-20", end="2026-03-20")
    assert do(sqlite_engine, lambda s: ask(s, ADA, "ada", twentieth, BEFORE)).state == "demande"


def test_leave_that_is_granted_becomes_an_absence_in_the_same_transaction(engine: Engine) -> None:
    row = request(engine)
    made = do(engine, lambda s: grant(s, NORA, row.id, 1, answer="Bon mariage !", now=BEFORE))

    assert (made.state, made.number, made.answer, made.decided_by, made.decided) == (
        *("accorde", 2, "Bon mariage !"),
        *(NORA.user, BEFORE),
    )
    assert absences(engine) == [
        ("2026-03-06", "2026-03-06", "conge"),
        ("2026-03-16", "2026-03-20", "conge"),
    ]
    kinds = {a.kind for a in again(engine).absences if a.mediator == "ada"}
    assert kinds == {AbsenceKind.LEAVE}


def test_what_leave_breaks_is_shown_first_and_named_to_grant_it(engine: Engine) -> None:
    row = request(engine, MONDAY)
    with reading(engine) as session:
        weighed = weigh(session, get(session, row.id), THEIRS)
    (shift,) = weighed.broken
    assert (shift.slot, shift.dispositif, shift.agency, shift.site) == (SLOT, "P", "ville", "place")
    assert (shift.holders, shift.left, shift.minimum, shift.target, shift.uncovered) == (
        2,
        1,
        2,
        3,
        True,
    )
    assert shift.span.minutes == 450

    assert conflict(engine, lambda s: grant(s, NORA, row.id, 1, now=BEFORE)) == "services_publies"
    assert absences(engine) == [("2026-03-06", "2026-03-06", "conge")]
    assert (
        do(engine, lambda s: grant(s, NORA, row.id, 1, knowing=[SLOT], now=BEFORE)).state
        == "accorde"
    )
    assert len(again(engine).history["2026-03"]) == 11


def test_what_a_draft_gives_besides_is_told_to_those_who_read_the_draft(
    sqlite_engine: Engine,
) -> None:
    row = request(sqlite_engine, LeaveRequest(start="2026-03-02", end="2026-03-03"))
    tuesday, other = "P-J-2026-03-03", "P-J-2026-03-16"
    with writing(sqlite_engine) as session:
        draft = create(
            session, NORA, date(2026, 3, 1), agency="ville", title="Mars", start="publie"
        )
        rota, head = draft.id, draft.head
    place = DatabasePlace(sqlite_engine, NORA)
    # Chloé joins Ada on Tuesday, which is published; Ada's shift of the 16th lies elsewhere.
    edit(
        place,
        DraftVersion(rota, head),
        [
            Operation(verb=Verb.ADD, person="chloe", slot=tuesday),
            Operation(verb=Verb.ADD, person="ada", slot=other),
        ],
    )
    with reading(sqlite_engine) as session:
        assert weigh(session, get(session, row.id), THEIRS).drafted == ()

    later = do(
        sqlite_engine,
        lambda s: ask(s, ADA, "ada", LeaveRequest(start="2026-03-16", end="2026-03-16"), BEFORE),
    )
    with reading(sqlite_engine) as session:
        (drafted,) = weigh(session, get(session, later.id), THEIRS).drafted
        assert (drafted.rota, drafted.title, drafted.version) == (rota, "Mars", 2)
        shift = drafted.shift
        assert (shift.slot, shift.holders, shift.left, shift.minimum) == (other, 1, 0, 2)
        elsewhere = Caller(user="e" * 32, grants=(Grant(role=Role.RH, agency="ailleurs"),))
        hidden = weigh(session, get(session, later.id), Reach(elsewhere, OVERSEERS))
        assert hidden.drafted == ()


def test_shifts_that_are_not_broken_are_not_named(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)

    assert conflict(
        sqlite_engine, lambda s: grant(s, NORA, row.id, 1, knowing=[SLOT], now=BEFORE)
    ) == ("services_publies")


def test_half_a_day_breaks_what_it_touches(sqlite_engine: Engine) -> None:
    for end, broken in (("2026-03-02 09:00", 0), ("2026-03-02 09:01", 1)):
        wanted = LeaveRequest(start="2026-03-02 08:00", end=end)
        if broken == 0:
            row = request(sqlite_engine, wanted)
        else:
            do(sqlite_engine, lambda s, r=row: withdraw(s, ADA, r.id, 1, BEFORE))  # type: ignore[misc]
            row = do(sqlite_engine, lambda s, w=wanted: ask(s, ADA, "ada", w, BEFORE))  # type: ignore[misc]
        with reading(sqlite_engine) as session:
            assert len(weigh(session, row, THEIRS).broken) == broken


def test_requests_of_colleagues_at_the_same_time_are_named(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    other = LeaveRequest(start="2026-03-20", end="2026-03-25")
    far = LeaveRequest(start="2026-03-21", end="2026-03-25")
    theirs = do(sqlite_engine, lambda s: ask(s, BRICE, "brice", other, BEFORE))
    do(sqlite_engine, lambda s: ask(s, BRICE, "chloe", far, BEFORE))
    gone = do(sqlite_engine, lambda s: ask(s, BRICE, "farid", other, BEFORE))
    do(sqlite_engine, lambda s: withdraw(s, BRICE, gone.id, 1, BEFORE))

    with reading(sqlite_engine) as session:
        assert [other.id for other in weigh(session, get(session, row.id), THEIRS).others] == [
            theirs.id
        ]


def test_a_refusal_says_why(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    with pytest.raises(WrongValuesError) as error:
        do(sqlite_engine, lambda s: refuse(s, NORA, row.id, 1, answer="  ", now=BEFORE))
    assert [w.field for w in error.value.wrong] == ["answer"]

    made = do(
        sqlite_engine, lambda s: refuse(s, NORA, row.id, 1, answer="Trop d’absents", now=BEFORE)
    )
    assert (made.state, made.answer, made.decided) == ("refuse", "Trop d’absents", BEFORE)
    assert absences(sqlite_engine) == [("2026-03-06", "2026-03-06", "conge")]


def test_an_answer_is_given_once(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    do(sqlite_engine, lambda s: grant(s, NORA, row.id, 1, now=BEFORE))

    for deed in (
        lambda s: withdraw(s, ADA, row.id, 2, BEFORE),
        lambda s: grant(s, NORA, row.id, 2, now=BEFORE),
        lambda s: refuse(s, NORA, row.id, 2, answer="non", now=BEFORE),
    ):
        assert conflict(sqlite_engine, deed) == "demande_close"
    with pytest.raises(PassedError) as error:
        do(sqlite_engine, lambda s: withdraw(s, ADA, row.id, 1, BEFORE))
    assert (error.value.current, error.value.yours) == (2, 1)
    with pytest.raises(UnknownError):
        do(sqlite_engine, lambda s: withdraw(s, ADA, "0" * 32, 1, BEFORE))


def test_of_two_who_answer_at_once_one_is_heard(engine: Engine) -> None:
    row = request(engine)

    def answer(number: int) -> str:
        try:
            if number % 2:
                return do(engine, lambda s: grant(s, NORA, row.id, 1, now=BEFORE)).state
            return do(engine, lambda s: refuse(s, NORA, row.id, 1, answer="non", now=BEFORE)).state
        except PassedError:
            return "dépassée"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(answer, range(4)))

    assert outcomes.count("dépassée") == 3
    granted = "accorde" in outcomes
    assert len(absences(engine)) == (2 if granted else 1)


def test_what_the_association_refuses_leaves_the_request_open(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    with writing(sqlite_engine) as session:
        session.execute(sa.text("UPDATE leave_request SET kind = 'vacances'"))
    with pytest.raises(WrongValuesError, match="valeur refusée") as error:
        do(sqlite_engine, lambda s: grant(s, NORA, row.id, 1, now=BEFORE))

    assert [(wrong.field, wrong.received) for wrong in error.value.wrong] == [("kind", "vacances")]
    with reading(sqlite_engine) as session:
        assert get(session, row.id).state == "demande"


def test_requests_are_listed_by_start_page_by_page(sqlite_engine: Engine) -> None:
    request(sqlite_engine)
    do(sqlite_engine, lambda s: ask(s, BRICE, "brice", LATER, BEFORE))
    do(sqlite_engine, lambda s: ask(s, ADA, "ada", MONDAY, BEFORE))
    people = ["ada", "brice"]

    with reading(sqlite_engine) as session:
        every = page(session, people)
        first = page(session, people, limit=2)
        rest = page(session, people, after=(first[-1].start, first[-1].id))
        alone = page(session, ["ada"], state=LeaveState.ASKED)
        none = page(session, people, state=LeaveState.GRANTED)
    assert [row.start for row in every] == ["2026-03-02", "2026-03-16", "2026-03-16"]
    assert [row.id for row in every] == [row.id for row in (*first, *rest)]
    assert ([row.mediator for row in alone], none) == (["ada", "ada"], [])
