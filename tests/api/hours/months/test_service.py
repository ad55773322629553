from datetime import datetime

import pytest
from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.access.reach import HR, Reach
from api.asking.errors import ConflictError
from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, of_person
from api.database.engine import reading, writing
from api.database.tables.asking import WorkedRow
from api.hours.entry import Entry
from api.hours.months.service import (
    Basis,
    Month,
    findings_on,
    findings_within,
    month_of,
    people_within,
)
from api.hours.service import confirm, enter
from api.hours.worked import Kind
from api.planning.counters import counters_of
from scheduler.audit import audit
from scheduler.finding import Verdict
from tests.api.asking.petit import ADA, AFTER, NORA, again, publish, start, uid


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+01:00")


def month(
    engine: Engine, basis: Basis, label: str = "2026-03", now: datetime | None = None
) -> Month:
    with reading(engine) as session:
        return month_of(session, label, basis, now)


def say(engine: Engine, slot: str, end: str, kind: Kind = Kind.WORK) -> WorkedRow:
    """Have Ada say when a shift of hers ended."""
    mine = uid(again(engine), "ada", slot)
    day = slot[-5:]
    entry = Entry(kind=kind, uid=mine)
    if kind is Kind.WORK:
        entry = Entry(kind=kind, uid=mine, start=at(f"{day}T09:00"), end=at(f"{day}T{end}"))
    with writing(engine) as session:
        return enter(session, ADA, "ada", entry, now=AFTER)


def planned(made: Month, who: str = "ada") -> tuple[int, int]:
    """Return a person's minutes that count and minutes of work in the month."""
    counted = counters_of(made.rota, made.rota.problem.mediator_of[who], ())
    return counted.planned, counted.work


def test_without_a_word_what_was_worked_is_the_plan(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    plan, worked = (month(sqlite_engine, basis) for basis in Basis)

    assert planned(plan) == planned(worked) == (4 * 420, 4 * 420)
    team = {rule.id for rule in plan.profile.team_rules}
    own = [[f for f in findings_on(month_) if f.rule not in team] for month_ in (plan, worked)]
    assert own[0] == own[1]
    assert sorted(findings_on(plan), key=repr) == sorted(audit(plan.rota, plan.profile), key=repr)


def test_counters_run_on_what_was_worked(engine: Engine) -> None:
    start(engine)
    say(engine, "P-J-2026-03-02", "17:15")
    say(engine, "P-J-2026-03-03", "", Kind.ABSENT)
    plan, worked = (month(engine, basis) for basis in Basis)

    assert planned(plan) == (4 * 420, 4 * 420)
    assert planned(worked) == (3 * 420 + 45, 3 * 420 + 45)
    assert planned(worked, "brice") == planned(plan, "brice")


def test_the_audit_runs_on_what_was_worked(engine: Engine) -> None:
    start(engine)
    say(engine, "P-J-2026-03-02", "20:31")
    broken = [
        {f.rule for f in findings_on(month(engine, basis)) if f.subject == "ada" and f.blocks}
        for basis in Basis
    ]

    # 09:00 to 20:31 less half an hour: 11 h 01 against ten; no break in its last 7 h 31.
    assert broken == [set(), {"daily_max_10h"}]
    (second,) = (f for f in findings_on(month(engine, Basis.WORKED)) if f.rule == "break_20min")
    assert (second.measured, second.verdict) == (451, Verdict.TO_CONFIRM)
    (finding,) = (f for f in findings_on(month(engine, Basis.WORKED)) if f.rule == "daily_max_10h")
    assert (finding.measured, finding.limit, finding.evidence) == (661, 600, ("P-J-2026-03-02",))


def test_posts_are_judged_on_the_plan_alone(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    rules = [{f.rule for f in findings_on(month(sqlite_engine, basis))} for basis in Basis]

    assert "headcount" in {rule.id for rule in month(sqlite_engine, Basis.PLAN).profile.team_rules}
    assert rules[1] <= rules[0]


@pytest.mark.parametrize(
    ("day", "rules"), [("03-04T00:00", {"04", "05", "06"}), ("03-05T00:00", {"05", "06"})]
)
def test_a_post_that_is_another_since_is_found_in_the_days_to_come_alone(
    sqlite_engine: Engine, day: str, rules: set[str]
) -> None:
    start(sqlite_engine)
    with writing(sqlite_engine) as session:
        (brice,) = of_person(session, KINDS["personnes"], "brice")
        values = {**brice.values, "role": "referent"}
        change(session, KINDS["personnes"], brice.key, brice.number, values)
    before, after = (
        month(sqlite_engine, Basis.PLAN, now=at(moment)) for moment in ("03-04T00:00", day)
    )

    assert {f"{f.on:%d}" for f in findings_on(after) if f.rule == "eligibility"} == rules
    assert (after is before) is (day == "03-04T00:00")


def test_how_many_hours_nobody_has_confirmed_is_told(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    row = say(sqlite_engine, "P-J-2026-03-02", "17:15")
    say(sqlite_engine, "P-J-2026-03-03", "", Kind.AS_PLANNED)
    assert month(sqlite_engine, Basis.WORKED).unconfirmed == 2
    with writing(sqlite_engine) as session:
        confirm(session, NORA, row.root, 1, AFTER)

    assert month(sqlite_engine, Basis.WORKED).unconfirmed == 1
    assert month(sqlite_engine, Basis.PLAN).unconfirmed == 0


def test_a_month_is_built_and_judged_once_until_something_changes(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    first = month(sqlite_engine, Basis.WORKED)
    assert month(sqlite_engine, Basis.WORKED) is first
    assert findings_on(first) is findings_on(first)
    say(sqlite_engine, "P-J-2026-03-02", "17:15")
    second = month(sqlite_engine, Basis.WORKED)
    assert second is not first
    publish(sqlite_engine, frozenset({("ada", "P-J-2026-03-02")}))
    assert month(sqlite_engine, Basis.WORKED) is not second


def test_a_month_that_is_not_published_is_not_judged(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    for basis in Basis:
        with pytest.raises(ConflictError) as error:
            month(sqlite_engine, basis, "2026-04")
        assert (error.value.code, str(error.value)) == (
            "mois_non_publie",
            "Rien n’est publié en avril 2026.",
        )


def test_rh_of_another_agency_see_nothing_of_this_one(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    plan = month(sqlite_engine, Basis.PLAN)

    def reach(agency: str) -> Reach:
        return Reach(Caller(user="e" * 32, grants=(Grant(role=Role.RH, agency=agency),)), HR)

    assert findings_within(reach("ailleurs"), plan) == []
    assert people_within(reach("ailleurs"), plan) == []
    assert len(people_within(reach("ville"), plan)) == 6
    assert findings_within(reach("ville"), plan) != []
    assert findings_within(reach(""), plan, agency="ailleurs") == []
