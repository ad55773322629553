"""Accounts of fairness for a caller, and one's own, on both databases."""

from datetime import date
from fractions import Fraction

import pytest

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add, change, page
from api.database.engine import reading, writing
from api.fairness.reading import OwnAccount, accounts_within, own_accounts, rhythms_of
from api.ledger.history import whole
from api.month.errors import BadRequestError
from tests.api.fairness_folder import EVENINGS
from tests.api.service import Service

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
BALANCES = {
    who: sum(holder == who for holder in EVENINGS.values()) - Fraction(len(EVENINGS), 4)
    for who in ("ada", "brice", "dorian", "elsa")
}
"""Counted anew: each evening less a fourth of all, Chloé never working on Wednesdays."""


def reach(role: Role = Role.RH, agency: str = "") -> Reach:
    return Reach(Caller(user="1" * 32, grants=(Grant(role=role, agency=agency),)), OVERSEERS)


def association_of(service: Service) -> Association:
    with reading(service.engine) as session:
        return whole(session)


def own_account(service: Service) -> OwnAccount:
    association = association_of(service)
    (own,) = own_accounts(association, association.mediator_of["ada"], FEBRUARY, FEBRUARY)
    return own


def test_accounts_are_counted_month_by_month(evenings: Service) -> None:
    association = association_of(evenings)
    ours = reach(Role.RESPONSABLE, "ville")

    accounts = accounts_within(ours, association, JANUARY, MARCH)

    assert {account.kind.word for account in accounts} == {"fins_tardives"}
    assert {account.mediator.id: account.closing for account in accounts} == BALANCES
    ada = next(account for account in accounts if account.mediator.id == "ada")
    assert (ada.opening, ada.count, ada.due) == (Fraction(0), 2, Fraction(3, 4))
    assert [movement.count for movement in ada.movements] == [0, 2, 0]
    assert ada.balances == (Fraction(0), Fraction(5, 4), Fraction(5, 4))
    (later, *_) = accounts_within(ours, association, MARCH, MARCH)
    assert later.opening == Fraction(5, 4)


def test_a_kind_and_a_dispositif_alone_may_be_asked_for(evenings: Service) -> None:
    association = association_of(evenings)

    def count(dispositif: str = "", kind: str = "") -> int:
        months = FEBRUARY, FEBRUARY
        return len(accounts_within(reach(), association, *months, dispositif=dispositif, kind=kind))

    assert count(kind="nuits") == 0
    assert count(kind="fins_tardives", dispositif="P") == 4
    for place in ("Q", "001~P"):
        with pytest.raises(UnknownError):
            count(dispositif=place)


@pytest.mark.parametrize(
    ("first", "last", "kind", "field"),
    [
        (FEBRUARY, FEBRUARY, "nuit", "kind"),
        (MARCH, FEBRUARY, "", "last"),
        (date(2016, 2, 1), FEBRUARY, "", "last"),
    ],
)
def test_what_cannot_be_is_refused(
    evenings: Service, first: date, last: date, kind: str, field: str
) -> None:
    with pytest.raises(BadRequestError) as refusal:
        accounts_within(reach(), association_of(evenings), first, last, kind=kind)

    assert [wrong.field for wrong in refusal.value.wrong] == [field]


def test_one_reads_part_balance_and_mean_where_five_people_or_more_share(evenings: Service) -> None:
    own = own_account(evenings)

    assert (own.account.mediator.id, own.account.count) == ("ada", 2)
    # Three evenings, of whom could hold them: Ada, Brice, Dorian and Elsa.
    assert (own.people, own.mean, own.open) == (4, None, False)
    with writing(evenings.engine) as session:
        kind = KINDS["contrats"]
        (row,) = (row for row in page(session, kind) if row.values["mediator"] == "chloe")
        change(session, kind, row.key, row.number, {**row.values, "days": []})
    own = own_account(evenings)
    assert (own.people, own.mean, own.open) == (5, 0.6, True)
    # Three evenings among four whole contracts and four fifths of one.
    assert (own.account.due, own.account.closing) == (Fraction(5, 8), Fraction(11, 8))


def test_another_agency_reads_nothing_of_it(evenings: Service) -> None:
    association, elsewhere = association_of(evenings), reach(Role.RESPONSABLE, "ailleurs")

    assert accounts_within(elsewhere, association, FEBRUARY, FEBRUARY) == ()
    with pytest.raises(UnknownError):
        accounts_within(elsewhere, association, FEBRUARY, FEBRUARY, dispositif="P")


def test_the_shape_of_weeks_is_counted_once_for_the_same_data(evenings: Service) -> None:
    def rhythm() -> str:
        association = association_of(evenings)
        accounts = accounts_within(reach(), association, FEBRUARY, FEBRUARY)
        words = rhythms_of(association, FEBRUARY, accounts)["ada"]
        assert rhythms_of(association, FEBRUARY, accounts)["ada"] is words
        return words.replace("\N{NO-BREAK SPACE}", " ")

    assert rhythm() == "1 repos isolé, 3 jours isolés"
    with writing(evenings.engine) as session:
        add(session, KINDS["rythme"], {"kind": "repos_isoles", "price": 0})
    assert rhythm() == "3 jours isolés"
