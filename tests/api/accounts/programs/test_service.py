from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, select

from api.access.accounts.administration import listed, overseen
from api.access.accounts.service import by_email
from api.access.caller import Role, ServiceScope
from api.access.errors import InvalidAccountError, UnknownAccountError
from api.access.signing_in.authentication import authenticate
from api.accounts.programs import service
from api.accounts.programs.service import IssuedServiceAccount, NewServiceAccount
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow, UserRow
from api.settings import Settings
from api.web.refusing.problems import Refusal
from scheduler.domain.time import midnight
from tests.api.accounts.programs.making import administrator, wish
from tests.api.databases import on_each
from tests.api.service import account, loaded

NOW = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
LAST = date(2027, 3, 31)
READ, DATA, PAYROLL = ServiceScope.READ, ServiceScope.DATA, ServiceScope.PAYROLL


@pytest.fixture
def place(sqlite_engine: Engine) -> Engine:
    loaded(sqlite_engine)
    return sqlite_engine


def create(
    engine: Engine, wanted: NewServiceAccount | None = None, **caller: str
) -> IssuedServiceAccount:
    with writing(engine) as session:
        return service.create(
            session,
            administrator(**caller),
            Settings(),
            wanted or wish(READ, until=LAST),
            NOW,
        )


def opens(engine: Engine, token: str, now: datetime = NOW) -> bool:
    return authenticate(engine, cookie=None, bearer=token, now=now) is not None


def test_a_token_opens_until_the_end_of_its_last_day(place: Engine) -> None:
    token = create(place).token
    end = midnight(LAST + timedelta(days=1))

    assert opens(place, token, end - timedelta(microseconds=1))
    assert not opens(place, token, end)


def test_the_last_day_may_be_today_and_the_latest_that_the_setting_lets(place: Engine) -> None:
    today, latest = date(2027, 3, 10), date(2028, 3, 9)

    assert create(place, wish(READ, until=today)).account.until == today
    assert create(place, wish(READ, until=latest)).account.until == latest
    for refused in (today - timedelta(days=1), latest + timedelta(days=1)):
        with pytest.raises(InvalidAccountError, match="dernier jour refusé"):
            create(place, wish(READ, until=refused))


def test_a_token_is_kept_as_a_digest_and_no_part_of_it_opens(place: Engine) -> None:
    token = create(place).token
    named, _, secret = token.partition(".")

    with reading(place) as session:
        rows = session.scalars(select(TokenRow).where(TokenRow.id == named)).all()
        assert [token in str(vars(row)) or secret in str(vars(row)) for row in rows] == [False]
    assert opens(place, token)
    for wrong in (secret, f"{named}.", f"{named}.{secret[:-1]}", f"{'0' * 32}.{secret}"):
        assert not opens(place, wrong)


@on_each
def test_who_asks_is_the_account_with_its_scopes_and_roles(place: Engine) -> None:
    issued = create(place, wish(PAYROLL, READ, agencies=["ville"], until=LAST))

    caller = authenticate(place, cookie=None, bearer=issued.token, now=NOW)

    assert caller is not None
    assert (caller.user, caller.name) == (issued.account.id, issued.account.name)
    assert caller.person == ""
    assert (caller.via, caller.scopes) == ("service", (READ, PAYROLL))
    assert caller.roles() == {Role.RESPONSABLE, Role.COMMANDITAIRE, Role.RH}
    assert {grant.agency for grant in caller.grants} == {"ville"}


def test_a_rotated_token_goes_on_for_the_hours_that_are_granted(place: Engine) -> None:
    first = create(place)

    with writing(place) as session:
        second = service.rotate(session, administrator(), first.account.id, NOW, hours=24)
    assert opens(place, first.token, NOW + timedelta(hours=24, microseconds=-1))
    assert not opens(place, first.token, NOW + timedelta(hours=24))
    assert opens(place, second.token, NOW + timedelta(hours=24))

    with writing(place) as session:
        third = service.rotate(session, administrator(), first.account.id, NOW)
    assert [opens(place, each.token) for each in (first, second, third)] == [False, False, True]


def test_a_rotated_token_lasts_no_longer_than_its_account(place: Engine) -> None:
    user = create(place).account.id
    end = midnight(LAST + timedelta(days=1))

    with writing(place) as session:
        later = end - timedelta(hours=1)
        token = service.rotate(session, administrator(), user, later, hours=24).token

    assert not opens(place, token, end)


def test_a_revoked_account_opens_nothing_and_is_not_rotated(place: Engine) -> None:
    issued = create(place)

    with writing(place) as session:
        service.revoke(session, administrator(), issued.account.id)

    assert not opens(place, issued.token)
    with writing(place) as session, pytest.raises(Refusal, match="compte_ferme"):
        service.rotate(session, administrator(), issued.account.id, NOW)


def test_an_account_whose_last_day_is_past_is_not_rotated(place: Engine) -> None:
    issued, end = create(place), midnight(LAST + timedelta(days=1))

    with writing(place) as session:
        service.rotate(session, administrator(), issued.account.id, end - timedelta(minutes=1))
        with pytest.raises(Refusal, match="compte_ferme"):
            service.rotate(session, administrator(), issued.account.id, end)


@on_each
def test_a_name_is_of_one_account_until_it_is_revoked(place: Engine) -> None:
    first = create(place)
    same = wish(READ, until=LAST).model_copy(update={"name": f" {first.account.name.upper()} "})

    with pytest.raises(Refusal) as refused:
        create(place, same)
    assert [fault.field for fault in refused.value.errors] == ["name"]
    with writing(place) as session:
        service.revoke(session, administrator(), first.account.id)
    assert create(place, same).account.id != first.account.id


def test_no_token_makes_a_token(place: Engine) -> None:
    user = create(place).account.id

    for via in ("token", "service"):
        with pytest.raises(Refusal, match="session_requise"):
            create(place, via=via)
        with writing(place) as session, pytest.raises(Refusal, match="session_requise"):
            service.rotate(session, administrator(via=via), user, NOW)


def test_an_administrator_of_an_agency_looks_after_its_accounts_alone(place: Engine) -> None:
    everywhere = create(place)
    there = create(place, wish(READ, agencies=["ville"], until=LAST), agency="ville")
    administer = administrator(agency="ville")

    with reading(place) as session:
        rows = service.service_accounts(session, administer, limit=10)
    assert [row.id for row in rows] == [there.account.id]
    with writing(place) as session, pytest.raises(UnknownAccountError):
        service.revoke(session, administer, everywhere.account.id)
    with pytest.raises(Refusal, match="droits_insuffisants"):
        create(place, agency="ville")
    with pytest.raises(Refusal, match="requete_invalide"):
        create(place, wish(READ, agencies=["ailleurs"], until=LAST))


def test_a_service_account_is_not_among_those_of_people(place: Engine) -> None:
    issued = create(place)
    person, _ = account(place, "rh")

    with reading(place) as session:
        row = session.get_one(UserRow, issued.account.id)
        assert by_email(session, row.email) is None
        assert (row.password, row.person, row.on_call_phone) == ("", "", "")
        people = [each.user.id for each in listed(session, administrator(), limit=50)]
        assert people == [person]
        with pytest.raises(UnknownAccountError):
            overseen(session, administrator(), issued.account.id)
    with writing(place) as session, pytest.raises(UnknownAccountError):
        service.revoke(session, administrator(), person)


@on_each
def test_pages_of_accounts_follow_one_another(place: Engine) -> None:
    made = sorted(create(place).account.id for _ in range(3))

    with reading(place) as session:
        first = service.service_accounts(session, administrator(), limit=2)
        rest = service.service_accounts(session, administrator(), limit=2, after=first[-1].id)

    assert [row.id for row in (*first, *rest)] == made


def test_a_last_day_at_the_end_of_time_is_refused_where_it_is_typed() -> None:
    with pytest.raises(ValidationError, match="until"):
        wish(READ, until=date.max)
