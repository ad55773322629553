"""The draft of an option: the month with people moved, and the exceptions that it brings."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.database.tables.month import RotaRow
from api.month.drafts.access import published_frame
from api.month.drafts.service import create, discard
from api.month.errors import BadRequestError, BlockedError
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from api.month.versions.editing import edit
from api.regrouping.opening import open_option
from api.regrouping.proposing import Proposed, propose
from api.regrouping.search import Move
from api.regrouping.tonight import Incident
from api.settings import Settings
from scheduler.domain.problem import Assignment
from tests.api.month.cases import MARCH, add, stands
from tests.api.regrouping.station import MORNING, PLACE, STATION, with_station
from tests.api.service import LOCAL, account, loaded

TUESDAY = date(2026, 3, 3)
PAIR = (Move("ada", PLACE, STATION), Move("brice", PLACE, STATION))
BOSS = Caller(user="b" * 32, grants=(Grant(role=Role.RESPONSABLE, agency="ville"),))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Return the month that is published, where a team of two may go to the station."""
    loaded(sqlite_engine)
    with_station(sqlite_engine, [("ada", PLACE), ("brice", PLACE)])
    return sqlite_engine


def incident(people: int | None = None, *to: str) -> Incident:
    return Incident(day=TUESDAY, to=to or ("gare",), since=MORNING, people=people)


def proposed(engine: Engine, people: int | None = None) -> Proposed:
    with reading(engine) as session:
        frame = published_frame(BOSS, session, "2026-03", "ville")
    link = Settings().shown_url
    return propose(frame, incident(people), now=MORNING, urgent_hours=48, link=link)


def begun(engine: Engine, people: int | None = 3, moves: tuple[Move, ...] = PAIR) -> RotaRow:
    return open_option(BOSS, engine, incident(people), moves, agency="ville", now=MORNING)


def discarded(engine: Engine, draft: str) -> None:
    with writing(engine) as session:
        discard(session, BOSS, draft)


def edited(engine: Engine, draft: str, number: int, *assignments: tuple[str, str]) -> None:
    place = DatabasePlace(engine, BOSS)
    edit(place, DraftVersion(draft, number), [add(Assignment(*each)) for each in assignments])


def drafts(engine: Engine) -> list[RotaRow]:
    with reading(engine) as session:
        return list(session.scalars(select(RotaRow)))


def exceptions(engine: Engine) -> list[tuple[str, int, int]]:
    """Return the template, target and maximum of each exception of a day."""
    with reading(engine) as session:
        there = read(session).exceptions
    return [
        (each.template, need.target, need.maximum) for each in there for need in each.needs or ()
    ]


WIDER = [("P-K", 3, 4)]


def test_the_option_that_is_chosen_is_published_as_any_draft_and_sends_its_letters(
    engine: Engine,
) -> None:
    account(engine, "mediateur", person="ada", email="ada@exemple.org")
    answer = proposed(engine)
    (option,) = answer.regroup.options
    assert (option.way.moves, drafts(engine)) == (PAIR, [])

    draft = begun(engine, None)
    place = DatabasePlace(engine, LOCAL, Settings())
    publish(place, DraftVersion(draft.id, draft.head), now=MORNING)

    assert draft.title == "Regroupement du 03/03"
    assert stands(engine) == {Assignment("ada", STATION), Assignment("brice", STATION)}
    with reading(engine) as session:
        (mail,) = session.scalars(select(MailRow))
    letter = answer.letters[0][0].letter
    assert letter is not None
    assert mail.address == "ada@exemple.org"
    # But for spaces that don't break, and for the minute in which each was written.
    assert mail.subject.split() == letter.subject.split()
    assert mail.body.splitlines()[4:] == letter.body.splitlines()[4:]


def test_an_exception_that_an_option_needs_is_recorded_with_its_draft(engine: Engine) -> None:
    proposed(engine, 3)
    assert exceptions(engine) == []

    draft = begun(engine)

    assert exceptions(engine) == WIDER
    discarded(engine, draft.id)
    assert exceptions(engine) == []


def test_an_appointment_takes_nobody_more_after_an_incident(engine: Engine) -> None:
    appointment = {
        "id": "A-RV",
        "dispositif": "P",
        "site": "gare",
        "day": "2026-03-03",
        "start": "08:00",
        "minutes": 45,
    }
    with writing(engine) as session:
        rows.add(session, KINDS["rendez_vous"], appointment)

    needed = proposed(engine, 4).regroup.emergency.exceptions

    assert [each.template for each in needed] == ["P-K"]


def test_an_exception_stays_while_another_draft_needs_it(engine: Engine) -> None:
    first = begun(engine)
    assert begun(engine, moves=(*reversed(PAIR),)).id == first.id
    edited(engine, first.id, first.head, ("farid", "P-S-2026-03-04"))
    second = begun(engine)
    assert second.id != first.id

    discarded(engine, first.id)
    assert exceptions(engine) == WIDER
    discarded(engine, second.id)
    assert exceptions(engine) == []


@pytest.mark.parametrize("number", [2, 3])
def test_an_exception_stays_with_a_draft_made_by_hand_that_fills_it(
    engine: Engine, number: int
) -> None:
    first = begun(engine)
    with writing(engine) as session:
        mine = create(session, BOSS, MARCH, agency="ville", now=MORNING)
    people = ("ada", "brice", "chloe")[:number]
    edited(engine, mine.id, 1, *((who, STATION) for who in people))

    discarded(engine, first.id)
    assert exceptions(engine) == (WIDER if number > 2 else [])

    # It is that draft's now, and goes with it.
    discarded(engine, mine.id)
    assert exceptions(engine) == []


def test_an_exception_stays_once_changed_by_hand(engine: Engine) -> None:
    draft = begun(engine)
    with writing(engine) as session:
        (entry,) = rows.page(session, KINDS["exceptions"], after=0, limit=9)
        changed = {**entry.values, "why": "Fête"}
        rows.apply(session, [rows.Change(entry.kind, entry.key, entry.number, changed)])

    discarded(engine, draft.id)

    assert exceptions(engine) == WIDER


def test_an_exception_stays_with_what_was_published(engine: Engine) -> None:
    draft = begun(engine)
    publish(DatabasePlace(engine, BOSS), DraftVersion(draft.id, draft.head), now=MORNING)

    discarded(engine, draft.id)

    assert exceptions(engine) == WIDER


@pytest.mark.parametrize(
    ("moves", "refusal"),
    [
        # One of two stays alone at each place.
        (PAIR[:1], BlockedError),
        ((Move("ada", PLACE, PLACE),), BadRequestError),
        ((Move("chloe", PLACE, STATION),), BadRequestError),
    ],
)
def test_moves_that_are_not_lawful_make_no_draft(
    engine: Engine, moves: tuple[Move, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        begun(engine, None, moves)
    assert drafts(engine) == []


@pytest.mark.parametrize("grant", [(Role.RH, ""), (Role.RESPONSABLE, "mer")])
def test_who_does_not_plan_the_agency_chooses_nothing(
    engine: Engine, grant: tuple[Role, str]
) -> None:
    caller = Caller(user="c" * 32, grants=(Grant(role=grant[0], agency=grant[1]),))

    with pytest.raises(UnknownError):
        open_option(caller, engine, incident(), PAIR, agency="ville", now=MORNING)
    assert drafts(engine) == []


@pytest.mark.parametrize("wrong", [incident(0), incident(None, "lune")])
def test_what_cannot_be_asked_for_is_refused(engine: Engine, wrong: Incident) -> None:
    with pytest.raises(BadRequestError):
        open_option(BOSS, engine, wrong, PAIR, agency="ville", now=MORNING)
