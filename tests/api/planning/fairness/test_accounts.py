"""Accounts of fairness, by hand and against a second count over drawn histories."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Association
from api.planning.fairness.accounts import Account, accounts_of, balances_before
from api.planning.fairness.kinds import KIND_OF, KINDS
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, StaffRole, Wish
from scheduler.domain.time import day_span, days_span
from tests.api.planning.fairness.small import association, months, night, shift
from tests.constraints.small import person

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
ANA, BOB, CLEO = person("ana"), person("bob"), person("cleo")
BEGUN = [shift(who, JANUARY) for who in ("ana", "bob", "cleo")]
"""A day on which all three have begun on the dispositif."""


def account(
    of: Association, who: str, word: str = "nuits", months: tuple[date, date] = (JANUARY, JANUARY)
) -> Account:
    accounts = accounts_of(of, *months, kinds=[KIND_OF[word]])
    return next(mine for mine in accounts if mine.mediator.id == who)


def summary(mine: Account) -> tuple[object, ...]:
    return mine.opening, mine.count, mine.due, mine.closing


def test_a_month_adds_what_was_held_less_the_fair_part() -> None:
    nights = [night("ana", date(2026, 1, day)) for day in (5, 6, 7, 8)]
    of = association([ANA, BOB], [*BEGUN, *nights])

    assert summary(account(of, "ana")) == (0, 4, 2, 2)
    assert summary(account(of, "bob")) == (0, 0, 2, -2)


def test_half_a_contract_owes_half_as_much() -> None:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1050)
    half = replace(BOB, contracts=(contract,))
    of = association([ANA, half], [*BEGUN, night("ana", date(2026, 1, 5))])

    assert summary(account(of, "bob")) == (0, 0, Fraction(1, 3), Fraction(-1, 3))


def test_a_month_of_absence_changes_nothing() -> None:
    away = Absence(mediator="cleo", span=days_span(FEBRUARY, date(2026, 2, 28)))
    first = [night("ana", date(2026, 1, 5)), night("bob", date(2026, 1, 6))]
    second = [night("ana", date(2026, 2, day)) for day in range(2, 9)]
    of = association([ANA, BOB, CLEO], [*BEGUN, *first, *second], absences=(away,))

    before = account(of, "cleo").closing
    assert before == Fraction(-2, 3)
    assert account(of, "cleo", months=(FEBRUARY, FEBRUARY)).movements[0].difference == 0
    assert account(of, "cleo", months=(FEBRUARY, FEBRUARY)).closing == before


def test_a_newcomer_begins_at_zero_however_much_went_before() -> None:
    nights = [night("ana", date(2026, 1, day)) for day in range(5, 25)]
    # Nina has been under contract for years, and comes to the dispositif on 3 February.
    came = [shift("nina", date(2026, 2, 3)), night("ana", date(2026, 2, 2))]
    of = association([ANA, BOB, person("nina")], [*BEGUN, *nights, *came])
    there = account(
        association(of.mediators, [*BEGUN, *nights, *came, night("bob", date(2026, 2, 9))]),
        "nina",
        months=(FEBRUARY, FEBRUARY),
    )

    assert not [a for a in accounts_of(of, JANUARY, FEBRUARY) if a.mediator.id == "nina"]
    assert summary(there) == (0, 0, Fraction(1, 3), Fraction(-1, 3))


def test_people_share_with_those_of_their_role_site_and_dispositif() -> None:
    elsewhere = person("elsa", dispositifs=frozenset({"e"}))
    chief = person("remi", role=StaffRole.REFERENT)
    rows = [
        *BEGUN,
        shift("elsa", JANUARY, dispositif="e"),
        shift("remi", JANUARY),
        night("ana", date(2026, 1, 5)),
        night("elsa", date(2026, 1, 5), dispositif="e"),
    ]
    of = association([ANA, BOB, elsewhere, chief], rows)
    accounts = accounts_of(of, JANUARY, JANUARY, kinds=[KIND_OF["nuits"]])
    nights = {a.mediator.id: a.closing for a in accounts}

    # Elsa is alone on hers, so that the night was hers to hold.
    assert nights == {"ana": Fraction(1, 2), "bob": Fraction(-1, 2), "elsa": 0}


def test_a_dispositif_alone_has_its_own_accounts() -> None:
    both = [replace(who, dispositifs=frozenset({"d", "e"})) for who in (ANA, BOB)]
    rows = [
        *BEGUN,
        *(shift(who, JANUARY, (8, 12), dispositif="e") for who in ("ana", "bob")),
        night("ana", date(2026, 1, 5)),
        night("bob", date(2026, 1, 6), dispositif="e"),
        night("bob", date(2026, 1, 7), dispositif="e"),
    ]
    of = association(both, rows)

    def closing(*dispositifs: str) -> dict[str, Fraction]:
        chosen = frozenset(dispositifs)
        accounts = accounts_of(of, JANUARY, JANUARY, dispositifs=chosen, kinds=[KIND_OF["nuits"]])
        return {a.mediator.id: a.closing for a in accounts}

    assert closing("d") == {"ana": Fraction(1, 2), "bob": Fraction(-1, 2)}
    assert closing("e") == {"ana": -1, "bob": 1}
    assert closing("d", "e") == {"ana": Fraction(-1, 2), "bob": Fraction(1, 2)}


def test_an_account_says_among_how_few_people_its_months_were_shared() -> None:
    away = Absence(mediator="cleo", span=days_span(FEBRUARY, date(2026, 2, 28)))
    alone = shift("dora", JANUARY, dispositif="e"), night("dora", MARCH, dispositif="e")
    dora = person("dora", dispositifs=frozenset({"e"}))
    nights = [night("ana", date(2026, 1, 5)), night("bob", date(2026, 2, 6)), night("ana", MARCH)]
    people = [ANA, BOB, CLEO, dora]
    of = association(people, [*BEGUN, *nights, *alone], absences=(away,))

    def fewest(who: str, last: date) -> int | None:
        return account(of, who, months=(last, last)).fewest

    # Three in January; two in February, which is in the balance from then on.
    assert [fewest("ana", month) for month in (JANUARY, FEBRUARY, MARCH)] == [3, 2, 2]
    assert [fewest("cleo", month) for month in (JANUARY, FEBRUARY, MARCH)] == [3, 3, 3]
    # What nobody shares tells of nobody else.
    assert fewest("dora", MARCH) is None


def test_minors_owe_no_night_and_owe_saturdays() -> None:
    young = person("mina", birth=date(2010, 1, 1))
    saturday = [night("ana", date(2026, 1, 10)), shift("bob", date(2026, 1, 17))]
    of = association([ANA, BOB, young], [*BEGUN, shift("mina", JANUARY), *saturday])
    closings = {(a.kind.word, a.mediator.id): a.closing for a in accounts_of(of, JANUARY, JANUARY)}

    assert ("nuits", "mina") not in closings
    assert closings["samedis", "mina"] == Fraction(-2, 3)


def test_refusals_are_shared_by_those_who_wished() -> None:
    free = [day_span(date(2026, 1, day)) for day in (5, 6, 7)]
    wishes = (
        *(Wish(mediator="ana", span=each) for each in free),
        Wish(mediator="bob", span=free[0]),
        Wish(mediator="bob", span=free[1], wants=True),
        Wish(mediator="cleo", span=day_span(FEBRUARY)),
    )
    rows = [*BEGUN, shift("ana", date(2026, 1, 5)), shift("bob", date(2026, 1, 5))]
    of = association([ANA, BOB, CLEO], rows, wishes=wishes)

    # Ana: one of three. Bob: both. Three refusals for five wishes; February isn't published.
    assert summary(account(of, "ana", "souhaits_refuses")) == (
        *(0, 1, Fraction(9, 5)),
        Fraction(-4, 5),
    )
    assert summary(account(of, "bob", "souhaits_refuses")) == (
        *(0, 2, Fraction(6, 5)),
        Fraction(4, 5),
    )
    refusals = accounts_of(of, JANUARY, JANUARY, kinds=[KIND_OF["souhaits_refuses"]])
    assert {a.mediator.id for a in refusals} == {"ana", "bob"}


def refused(of: Association) -> dict[str, int]:
    accounts = accounts_of(of, JANUARY, JANUARY, kinds=[KIND_OF["souhaits_refuses"]])
    return {a.mediator.id: a.count for a in accounts}


def test_a_week_on_call_refuses_a_wish_of_its_last_day() -> None:
    week = shift("ana", date(2026, 1, 5), (8, 8 + 7 * 24))

    def wished(day: int) -> dict[str, int]:
        wish = Wish(mediator="ana", span=day_span(date(2026, 1, day)))
        return refused(association([ANA, BOB], [*BEGUN, week], wishes=(wish,)))

    assert wished(12) == {"ana": 1}
    assert wished(13) == {}


def test_nothing_is_refused_to_whoever_has_left() -> None:
    until = Contract(kind=ContractKind.CDD, start=date(2020, 1, 1), end=date(2026, 1, 15))
    left = replace(ANA, contracts=(until,))

    def wished(day: int) -> dict[str, int]:
        wish = Wish(mediator="ana", span=day_span(date(2026, 1, day)), wants=True)
        return refused(association([left, BOB], BEGUN, wishes=(wish,)))

    assert wished(15) == {"ana": 1}
    assert wished(16) == {}


def test_a_night_after_the_end_of_one_s_contract_is_borne_by_nobody() -> None:
    until = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 1, 15))
    leaving = replace(ANA, contracts=(until,))
    nights = [night("ana", date(2026, 1, day)) for day in (15, 16)]
    of = association([leaving, BOB], [*BEGUN, *nights])

    assert summary(account(of, "ana")) == (0, 1, Fraction(1, 2), Fraction(1, 2))
    assert summary(account(of, "bob")) == (0, 0, Fraction(1, 2), Fraction(-1, 2))


def test_nothing_is_refused_before_one_s_own_dispositif_is_published() -> None:
    elsa = person("elsa", dispositifs=frozenset({"e"}))
    wish = Wish(mediator="elsa", span=day_span(date(2026, 1, 6)), wants=True)
    rest = shift("elsa", date(2026, 1, 7), dispositif="e")

    assert refused(association([ANA, BOB, CLEO, elsa], BEGUN, wishes=(wish,))) == {}
    published = association([ANA, BOB, CLEO, elsa], [*BEGUN, rest], wishes=(wish,))
    assert refused(published) == {"elsa": 1}
    # It is theirs too, of which they hold a shift without a post there.
    lent = association([ANA, BOB, CLEO, elsa], [*BEGUN, shift("elsa", JANUARY)], wishes=(wish,))
    assert refused(lent) == {"elsa": 1}


DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(85)]
HOLDINGS = st.lists(
    st.tuples(
        st.sampled_from(DAYS),
        st.sampled_from(["p0", "p1", "p2", "p3", "p4"]),
        st.sampled_from(["d", "e"]),
        st.sampled_from([(9, 15), (16, 22), (21, 29)]),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda holding: holding[:2],
)


@st.composite
def associations(draw: st.DrawFn) -> Association:
    people, absences = [], []
    for n in range(5):
        begins = draw(st.sampled_from([date(2020, 1, 1), date(2026, 1, 20)]))
        minutes = draw(st.sampled_from([2100, 1575, 1050]))
        contract = Contract(kind=ContractKind.CDI, start=begins, weekly_minutes=minutes)
        posts = draw(st.sampled_from(["d", "de", "e"]))
        people.append(person(f"p{n}", contracts=(contract,), dispositifs=frozenset(posts)))
        if draw(st.booleans()):
            first = draw(st.sampled_from(DAYS))
            last = first + timedelta(days=draw(st.integers(0, 40)))
            absences.append(Absence(mediator=f"p{n}", span=days_span(first, last)))
    rows = [shift(who, day, hours, dispositif=d) for day, who, d, hours in draw(HOLDINGS)]
    return association(people, rows, absences=tuple(absences))


def counted_again(of: Association, until: date) -> dict[tuple[str, str], Fraction]:
    """Count balances anew, duty by duty, from days and names alone."""
    rows = [row.worked for mine in of.history.values() for row in mine]
    absent = {(a.mediator, day) for a in of.absences for day in a.span.days}
    begins = defaultdict[tuple[str, str], list[int]](list)
    for worked in rows:
        begins[worked.mediator, worked.duty.dispositif].append(worked.duty.span.first)
    balance: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for worked in rows:
        duty, day, hour = worked.duty, worked.duty.span.day, worked.duty.span.start.hour
        if day >= until:
            continue
        weights = {}
        for p in of.mediators:
            mine = begins[p.id, duty.dispositif]
            began = bool(mine) and min(mine) <= duty.span.first
            stays = duty.dispositif in p.dispositifs or (began and duty.span.first <= max(mine))
            here = not any((p.id, each) in absent for each in duty.span.days)
            if began and stays and here and p.contracts[0].start <= day:
                weights[p.id] = p.contracts[0].weekly_minutes
        weights = weights or {worked.mediator: 1}
        kinds = ["nuits"] * (hour == 21) + ["fins_tardives"] * (hour == 16)
        kinds += ["samedis"] * (day.isoweekday() == 6) + ["dimanches"] * (day.isoweekday() == 7)
        kinds += ["jours_feries"] * (day == JANUARY)
        for word in kinds:
            balance[word, worked.mediator] += 1
            for who, weighs in weights.items():
                balance[word, who] -= Fraction(weighs, sum(weights.values()))
    return balance


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(of=associations())
def test_accounts_are_those_of_a_second_count(of: Association) -> None:
    again = counted_again(of, date(2026, 4, 1))
    accounts = accounts_of(of, JANUARY, MARCH)

    assert {(a.kind.word, a.mediator.id): a.closing for a in accounts if a.closing} == {
        key: balance for key, balance in again.items() if balance
    }
    # What a plan follows is the balance of goals alone, before its first day.
    goals = {kind.goal.id: kind.word for kind in KINDS if kind.goal is not None}
    half = counted_again(of, date(2026, 2, 15))
    assert {
        (goals[b.goal], b.mediator): b.duties
        for b in balances_before(of, of.history, date(2026, 2, 15))
    } == {key: balance for key, balance in half.items() if balance}


@settings(max_examples=60, deadline=None)
@given(of=associations())
def test_each_month_sums_to_zero_and_opens_where_the_last_one_closed(of: Association) -> None:
    whole = accounts_of(of, JANUARY, MARCH)
    pieces = [accounts_of(of, month, month) for month in (JANUARY, FEBRUARY, MARCH)]

    for word in KIND_OF:
        mine = [a for a in whole if a.kind.word == word]
        assert [sum(a.movements[n].difference for a in mine) for n in range(3)] == [0, 0, 0]
        assert sum(a.opening for a in mine) == 0
    for a in whole:
        parts = [
            next((p for p in piece if (p.kind, p.mediator) == (a.kind, a.mediator)), None)
            for piece in pieces
        ]
        closings = [Fraction(0) if part is None else part.closing for part in parts]
        openings = [Fraction(0) if part is None else part.opening for part in parts]
        assert openings == [a.opening, *closings[:-1]]
        assert closings == list(a.balances)


@settings(max_examples=60, deadline=None)
@given(of=associations(), who=st.sampled_from(["p0", "p1", "p2"]))
def test_an_absent_month_without_a_duty_moves_nothing(of: Association, who: str) -> None:
    away = Absence(mediator=who, span=days_span(FEBRUARY, MARCH))
    rows = [row for mine in of.history.values() for row in mine]
    present = [
        row
        for row in rows
        if row.worked.mediator != who or not row.worked.duty.span.touches(away.span)
    ]
    absent = replace(of, history=months(present), absences=(*of.absences, away))

    moved = [
        a.movements[0].difference
        for a in accounts_of(absent, FEBRUARY, FEBRUARY)
        if a.mediator.id == who
    ]
    assert not any(moved)
