"""Facts are written with what makes them so, and say no more than ids and what changed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.importing import check_folder, put
from api.database.base import canonical
from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.events.facts import EventType, record
from api.events.message import body_of, event_of
from api.events.sending import ends_unsaid
from api.hours.entry import Entry
from api.hours.service import cancel, confirm, correct, enter
from api.hours.worked import Kind
from api.jobs.states import Outcome, State, move
from api.leave.service import LeaveRequest, grant, refuse, withdraw
from api.leave.service import ask as ask_leave
from api.ledger.subjects import forget
from api.month.places.database import hooks_of
from api.privacy.erasure import erase
from api.settings import Settings
from api.swaps.service import ask as ask_swap
from api.wishes.service import Wish, unwish, wish
from tests.api.asking.petit import ADA, AFTER, BEFORE, BRICE, NORA, WEEK, again, start, uid
from tests.api.asking.swapping import FOR_TUESDAY, HELD, MONDAY, TUESDAY, request, taken
from tests.api.commands import PETIT
from tests.api.events.receiver import NOON, events, happen, sendings, webhook
from tests.api.ledger.cases import append_pairs
from tests.api.page.every_role import HEALTH, REASONS

LEAVE = LeaveRequest(start="2026-03-16", end="2026-03-20", kind="recuperation", note="Opération")


def said(engine: Engine) -> list[tuple[str, dict[str, Any]]]:
    return [(event.type, event.data) for event in events(engine)]


def imported(engine: Engine) -> Association:
    with writing(engine) as session:
        put(session, check_folder(PETIT))
    return again(engine)


def published(engine: Engine, pairs: frozenset[tuple[str, str]], *dispositifs: str) -> None:
    """Publish March, with all that follows a publication."""
    association = again(engine)
    with writing(engine) as session:
        row = append_pairs(session, association, pairs, BEFORE, dispositifs, by=NORA)
        for hook in hooks_of(Settings()):
            hook(session, row)


def test_a_month_is_published_once_and_amended_from_then_on(engine: Engine) -> None:
    imported(engine)
    fewer = WEEK - {("farid", "P-S-2026-03-04")}

    published(engine, WEEK)
    published(engine, fewer, "P")

    before, after = said(engine)
    assert before == (
        "month.published",
        {
            "month": "2026-03",
            "publication": 1,
            "agency": "ville",
            "dispositifs": ["P"],
            "people": ["ada", "brice", "chloe", "farid"],
            "changes": len(WEEK),
        },
    )
    changed = {"publication": 2, "people": ["farid"], "changes": 1}
    assert after == ("month.amended", {**before[1], **changed})


def test_what_is_undone_is_not_told(engine: Engine) -> None:
    start(engine)
    webhook(engine, "http://127.0.0.1:9")

    def undone() -> None:
        with writing(engine) as session:
            ask_leave(session, ADA, "ada", LEAVE, BEFORE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()

    assert (events(engine), sendings(engine)) == ([], [])


def test_leave_is_told_when_asked_and_answered(engine: Engine) -> None:
    start(engine)
    with writing(engine) as session:
        row = ask_leave(session, ADA, "ada", LEAVE, BEFORE)
    with writing(engine) as session:
        grant(session, NORA, row.id, 1, now=BEFORE)

    data = {"request": "leave", "id": row.id, "person": "ada"}
    assert said(engine) == [
        ("request.asked", {**data, "state": "demande"}),
        ("request.answered", {**data, "state": "accorde"}),
    ]
    assert [(event.agency, event.dispositifs) for event in events(engine)] == [
        ("ville", ("P",)), ("ville", ("P",)),
    ]  # fmt: skip


def test_hours_are_told_when_entered_corrected_confirmed_and_taken_back(engine: Engine) -> None:
    shift = uid(start(engine), "ada", "P-J-2026-03-02")
    with writing(engine) as session:
        root = enter(session, ADA, "ada", Entry(kind=Kind.AS_PLANNED, uid=shift), now=AFTER).root
        absent = Entry(kind=Kind.ABSENT, uid=shift)
        correct(session, NORA, root, 1, absent, confirmed=True, now=AFTER)
        cancel(session, NORA, root, 2, confirmed=True, now=AFTER)

    data = {"id": root, "person": "ada", "month": "2026-03"}
    entry = {**data, "request": "hours"}
    assert said(engine) == [
        ("request.asked", {**entry, "line": 1, "state": "saisi"}),
        ("request.answered", {**entry, "line": 2, "state": "confirme"}),
        ("hours.confirmed", {**data, "line": 2}),
        ("request.answered", {**entry, "line": 3, "state": "retire"}),
    ]


def test_a_swap_is_told_to_its_agency_until_it_lapses(engine: Engine) -> None:
    row = request(engine)
    taken(engine, row)
    published(engine, HELD - {(row.mediator, row.gives)})

    swaps = [data for _, data in said(engine) if data.get("request") == "swap"]
    assert [(data["state"], data["person"], data["other"]) for data in swaps] == [
        (state, "ada", "chloe") for state in ("demande", "accepte", "caduc")
    ]
    assert {event.agency for event in events(engine)} == {"ville"}


def test_a_wish_is_told_and_answered_once_by_a_publication(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        free = Wish(start="2026-03-02", end="2026-03-02")
        kept = wish(session, ADA, "ada", free, BEFORE)
        gone = wish(session, BRICE, "brice", free, BEFORE)
        unwish(session, BRICE, "brice", gone.key, gone.number)

    published(engine, WEEK)
    published(engine, WEEK - {("farid", "P-S-2026-03-04")})

    wishes = [(name, data) for name, data in said(engine) if data.get("request") == "wish"]
    assert [(name, data["id"], data["state"]) for name, data in wishes] == [
        ("request.asked", f"{kept.key}", "demande"),
        ("request.asked", f"{gone.key}", "demande"),
        ("request.answered", f"{gone.key}", "retire"),
        ("request.answered", f"{kept.key}", "refuse"),
    ]


def test_the_end_of_a_calculation_is_told_without_its_message(engine: Engine) -> None:
    start(engine)
    with writing(engine) as session:
        draft = RotaRow(month=date(2026, 3, 1), agency="ville", made_by=NORA.user, made=NOON)
        session.add(draft)
        session.flush()
        job = JobRow(
            kind="solve", state=State.CREATED, rota=draft.id, options={}, asked_by=NORA.user,
            requested=NOON,
        )  # fmt: skip
        session.add(job)
        session.flush()
        move(session, job, State.SOLVING)
        assert said(engine) == []
        job.outcome = Outcome.OPTIMAL.value
        move(session, job, State.COMPLETED, "Ada Lebrun est prise")

    assert said(engine) == [
        (
            "calculation.ended",
            {
                "calculation": job.id, "kind": "solve", "state": "completed", "outcome": "optimal",
                "draft": draft.id, "version": None, "month": "2026-03",
            },
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "times"),
    [(date(2026, 8, 31), 0), (date(2026, 9, 1), 1), (date(2026, 9, 29), 1), (date(2026, 9, 30), 0)],
)
def test_the_end_of_a_contract_is_told_once_the_day_after_unless_it_is_old(
    sqlite_engine: Engine, today: date, times: int
) -> None:
    start(sqlite_engine)
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    for _ in range(2):
        with writing(sqlite_engine) as session:
            record(session, *ends_unsaid(session, Settings(event_days=30), noon))

    ends = [data for _, data in said(sqlite_engine) if data["person"] == "dorian"]
    assert ends == [{"person": "dorian", "end": "2026-08-31"}] * times


def test_who_is_engaged_again_the_next_day_has_not_left(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    again_ = {"mediator": "dorian", "kind": "CDI", "start": "2026-09-01", "weekly_minutes": 2100}
    with writing(sqlite_engine) as session:
        rows.add(session, KINDS["contrats"], again_)
        assert ends_unsaid(session, Settings(), datetime(2026, 9, 2, tzinfo=UTC)) == []

    assert said(sqlite_engine) == []


def test_no_event_of_a_month_says_why_somebody_is_absent(engine: Engine) -> None:
    association = imported(engine)
    with writing(engine) as session:
        rows.add(
            session,
            KINDS["absences"],
            {"mediator": "chloe", "start": "2026-03-20", "end": "2026-03-21", "kind": "maladie"},
        )
        for kind, day in (("conge", 16), ("recuperation", 17), ("sans_solde", 18)):
            wanted = LeaveRequest(
                start=f"2026-03-{day}", end=f"2026-03-{day}", kind=kind, note="Arrêt de travail"
            )
            row = ask_leave(session, ADA, "ada", wanted, BEFORE)
            if kind == "conge":
                refuse(session, NORA, row.id, 1, answer="Pas de congé en mars", now=BEFORE)
            elif kind == "recuperation":
                grant(session, NORA, row.id, 1, answer="Bonne récupération", now=BEFORE)
            else:
                withdraw(session, ADA, row.id, 1, BEFORE)
        wish(session, BRICE, "brice", Wish(start="2026-03-09", end="2026-03-09"), BEFORE)
    published(engine, HELD)
    taken(engine, ask_swap(engine, ADA, "ada", FOR_TUESDAY, BEFORE))
    published(engine, HELD - {("brice", TUESDAY)})
    entry = Entry(kind=Kind.ABSENT, uid=uid(again(engine), "ada", MONDAY))
    with writing(engine) as session:
        root = enter(session, ADA, "ada", entry, now=AFTER).root
        confirm(session, NORA, root, 1, AFTER)
        record(session, *ends_unsaid(session, Settings(), datetime(2026, 9, 1, tzinfo=UTC)))
    happen(engine, 1)

    assert {type_ for type_, _ in said(engine)} == set(EventType)
    texts = [body_of(event_of(event)).decode() for event in events(engine)]
    words = {*HEALTH, *REASONS, "absent", "conge", "recuperation", "sans_solde", "repos", "note"}
    words |= {person.name for person in association.mediator_of.values()}
    assert [(word, text) for text in texts for word in words if word in text.lower()] == []


def test_an_erased_person_is_in_no_event(engine: Engine) -> None:
    imported(engine)
    published(engine, WEEK)
    with writing(engine) as session:
        ask_leave(session, ADA, "ada", LEAVE, BEFORE)
    with writing(engine) as session:
        options: dict[str, Any] = {"now": AFTER, "forced": "À sa demande"}
        erase(session, LOCAL, Settings(), "ada", forget=forget, **options)

    assert [canonical("ada") in canonical(event.data) for event in events(engine)] == [False] * 2
    assert events(engine)[0].data["people"] == ["brice", "chloe", "farid"]
