from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.reach import HR, Reach
from api.asking.errors import ConflictError, WrongValuesError
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.payroll import PaidRow
from api.export.payroll.pay import Pay, PersonPay
from api.hours.entry import Entry
from api.hours.service import confirm, enter
from api.hours.worked import Kind
from api.ledger.subjects import forget
from api.payroll.service import Period, Source, close, closings, pay_of, usual_period
from api.privacy.erasure import erase
from api.privacy.personal import personal
from tests.api.access.people import QUICK
from tests.api.asking.petit import ADA, AFTER, NORA, WEEK, again, publish, start, uid
from tests.api.entered import add, put
from tests.api.entered import of as of_kind
from tests.api.service import serve

RH = Caller(user="d" * 32, name="Rose", grants=(Grant(role=Role.RH),))
FIRST = Period(since=date(2026, 3, 1), until=date(2026, 3, 8))
REST = Period(since=date(2026, 3, 9), until=date(2026, 3, 31))
PLANNED = 4 * 420
"""What Ada's four published shifts of seven hours are."""


def pay(engine: Engine, period: Period, caller: Caller = RH) -> Pay:
    with reading(engine) as session:
        return pay_of(session, Reach(caller, HR), period)


def of(made: Pay, who: str) -> PersonPay:
    return next(line for line in made.people if line.person == who)


def closed(engine: Engine, period: Period, caller: Caller = RH) -> str:
    with writing(engine) as session:
        return close(session, caller, period, AFTER).id


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+01:00")


def say(engine: Engine, *, confirmed: bool, end: str = "18:30") -> None:
    """Have Ada say that Monday lasted two hours more, and a responsable confirm it."""
    mine = uid(again(engine), "ada", "P-J-2026-03-02")
    entry = Entry(kind=Kind.WORK, uid=mine, start=at("03-02T09:00"), end=at(f"03-02T{end}"))
    with writing(engine) as session:
        row = enter(session, ADA, "ada", entry, now=AFTER)
        if confirmed:
            confirm(session, NORA, row.root, 1, AFTER)


def test_confirmed_hours_count_where_there_are_any_and_what_is_missing_is_said(
    engine: Engine,
) -> None:
    start(engine)
    say(engine, confirmed=True)
    plan = of(pay(engine, FIRST), "ada")
    done = pay(engine, replace(FIRST, source=Source.CONFIRMED))

    assert plan.amounts["travail"] == PLANNED
    # 09:00 to 18:30 less half an hour, in place of seven hours.
    assert of(done, "ada").amounts["travail"] == PLANNED + 120
    assert (done.source, pay(engine, FIRST).source) == ("heures confirmées", "planning publié")
    assert [r for r in of(done, "ada").reserves if "confirm" in r] == [
        "3\u00a0services sans heures confirmées, au plus tôt le 03/03/2026 : comptés comme publiés."
    ]
    assert not any("confirm" in reserve for reserve in plan.reserves)


def test_hours_that_nobody_confirmed_do_not_count(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    say(sqlite_engine, confirmed=False)
    done = of(pay(sqlite_engine, replace(FIRST, source=Source.CONFIRMED)), "ada")

    assert done.amounts["travail"] == PLANNED
    assert "4\u00a0services sans heures confirmées" in " ".join(done.reserves)


def test_who_did_not_come_is_to_be_looked_into(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    mine = uid(again(sqlite_engine), "ada", "P-J-2026-03-03")
    with writing(sqlite_engine) as session:
        enter(session, NORA, "ada", Entry(kind=Kind.ABSENT, uid=mine), confirmed=True, now=AFTER)
    done = of(pay(sqlite_engine, replace(FIRST, source=Source.CONFIRMED)), "ada")

    assert done.amounts["travail"] == PLANNED - 420
    words = "Pas venu le 03/03/2026, sans absence saisie : à qualifier."
    assert words in done.reserves


def test_a_closed_payroll_is_kept_and_what_changes_is_corrected_once_in_the_next(
    engine: Engine,
) -> None:
    start(engine)
    before = pay(engine, FIRST)
    closed(engine, FIRST)
    assert replace(pay(engine, FIRST), closed=None) == before

    publish(engine, WEEK - {("brice", "P-J-2026-03-06")} | {("ada", "P-J-2026-03-06")})
    after, rest = pay(engine, FIRST), pay(engine, REST)

    assert replace(after, closed=None) == before
    (taken,), (more,) = of(rest, "brice").corrections, of(rest, "ada").corrections
    assert (taken.first, taken.last) == (FIRST.since, FIRST.until)
    assert taken.amounts["heures_normales"] == -420
    # The leave of Friday, on which she works now, goes with it.
    assert more.amounts == {
        "conges_heures": -420,
        "conges_jours": -2,
        "conges_jours_ouvrables": -2,
        **dict.fromkeys(["dont_terrain", "heures_normales", "heures_payees", "travail"], 420),
    }
    assert of(rest, "chloe").corrections == ()

    closed(engine, REST)
    kept = pay(engine, REST)
    assert of(kept, "brice").corrections == (taken,)


def test_hours_confirmed_after_a_payroll_of_the_plan_are_corrected(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    closed(sqlite_engine, FIRST)
    say(sqlite_engine, confirmed=True)

    by_plan = of(pay(sqlite_engine, REST), "ada").corrections
    done = of(pay(sqlite_engine, replace(REST, source=Source.CONFIRMED)), "ada")

    assert by_plan == ()
    # With the leave of Friday, her week is 37 h: both hours are beyond 35.
    assert done.corrections[0].amounts == {
        **dict.fromkeys(["dont_terrain", "heures_payees", "travail"], 120),
        "heures_sup_conges_25": 120,
    }


def test_a_correction_is_not_paid_twice(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    closed(sqlite_engine, FIRST)
    say(sqlite_engine, confirmed=True)
    middle = Period(since=date(2026, 3, 9), until=date(2026, 3, 15), source=Source.CONFIRMED)
    last = Period(since=date(2026, 3, 16), until=date(2026, 3, 31), source=Source.CONFIRMED)

    assert len(of(pay(sqlite_engine, middle), "ada").corrections) == 1
    closed(sqlite_engine, middle)
    assert of(pay(sqlite_engine, last), "ada").corrections == ()


def test_closing_is_noted_and_refused_where_it_makes_no_sense(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    id_ = closed(sqlite_engine, REST)
    with reading(sqlite_engine) as session:
        deed = session.scalars(select(TrailRow).where(TrailRow.about == "paie")).one()
        assert (deed.user, deed.action, deed.object) == (RH.user, "cloturer", id_)

    def refused(period: Period) -> str:
        with pytest.raises(ConflictError) as error:
            closed(sqlite_engine, period)
        return error.value.code

    assert refused(REST) == "paie_close"
    assert refused(FIRST) == "paie_suivante_close"
    assert refused(replace(REST, since=date(2026, 3, 31))) == "paie_chevauche"
    assert refused(replace(FIRST, until=date(2026, 4, 5))) == "paie_chevauche"
    assert refused(Period(since=date(2026, 4, 1), until=date(2026, 4, 30))) == "mois_non_publie"
    for wrong in (replace(FIRST, until=date(2026, 2, 28)), replace(FIRST, until=date(2026, 5, 2))):
        with pytest.raises(WrongValuesError):
            pay(sqlite_engine, wrong)


def test_rh_of_an_agency_pay_and_close_it_alone(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    own = Caller(user="e" * 32, grants=(Grant(role=Role.RH, agency="ville"),))
    for caller, agency in ((own, ""), (own, "ailleurs"), (NORA, "ville")):
        with pytest.raises(UnknownError):
            pay(sqlite_engine, replace(FIRST, agency=agency), caller)

    closed(sqlite_engine, replace(FIRST, agency="ville"), own)

    assert pay(sqlite_engine, replace(FIRST, agency="ville"), own).closed == date(2026, 4, 1)
    with pytest.raises(ConflictError, match="agence ville"):
        pay(sqlite_engine, FIRST)


def test_who_moves_is_corrected_once_by_the_new_agency(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    client = serve(sqlite_engine).client("rh", "admin")
    town = of_kind(client, "agences", id="ville")["values"]
    add(client, "agences", {**town, "id": "mer", "name": "Mer"})
    for agency in ("ville", "mer"):
        closed(sqlite_engine, replace(FIRST, agency=agency))
    ada = of_kind(client, "personnes", id="ada")
    assert put(client, ada, {**ada["values"], "agency": "mer"}).status_code == 200

    def corrected(agency: str) -> list[tuple[str, int]]:
        made = pay(sqlite_engine, replace(REST, agency=agency, source=Source.CONFIRMED))
        return [
            (who.person, each.amounts["heures_payees"])
            for who in made.people
            for each in who.corrections
        ]

    assert [corrected(agency) for agency in ("ville", "mer", "")] == [[], [], []]
    say(sqlite_engine, confirmed=True)
    assert [corrected(agency) for agency in ("ville", "mer", "")] == [
        [], [("ada", 120)], [("ada", 120)],
    ]  # fmt: skip


def test_who_is_erased_is_in_no_payroll_any_more(engine: Engine) -> None:
    start(engine)
    closed(engine, FIRST)
    with reading(engine) as session:
        (sort,) = (each for each in personal(session, person="ada") if each.name == "paies")
    assert len(sort.rows) == 1

    with writing(engine) as session:
        later = datetime(2040, 1, 1, tzinfo=UTC)
        erase(session, RH, QUICK, "ada", now=later, forget=forget, forced="demande")

    with reading(engine) as session:
        people = set(session.scalars(select(PaidRow.mediator)))
    assert people == {"brice", "chloe", "dorian", "elsa", "farid"}
    for period in (FIRST, REST):
        assert "ada" not in {line.person for line in pay(engine, period).people}


def test_the_next_period_is_proposed_once_it_is_published(sqlite_engine: Engine) -> None:
    association = start(sqlite_engine)
    today = AFTER.date()

    def proposed() -> Period:
        with reading(sqlite_engine) as session:
            return usual_period(association, today, closings(session))

    assert (proposed().since, proposed().until) == (date(2026, 3, 1), date(2026, 3, 31))
    closed(sqlite_engine, FIRST)
    # The one after would end in April, which isn't published.
    assert (proposed().since, proposed().until) == (FIRST.since, FIRST.until)
