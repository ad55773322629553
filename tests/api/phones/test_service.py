from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import account, close
from api.access.caller import Caller, Grant, Role
from api.access.secrets.secret import Kind
from api.access.signing_in.invitations import accept
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.database.tables.mail import MailRow
from api.mail.delivery import Post
from api.phones.service import (
    Phone,
    State,
    Strip,
    everybody,
    invite_by_mail,
    learning,
    phones_of,
    strips_of,
)
from api.web.refusing.problems import Refusal
from tests.api.access.people import QUICK, opened_account
from tests.api.service import LOCAL, loaded

NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)
MAILS = QUICK.model_copy(update={"smtp_host": "courriel.exemple.org"})
PASSWORD = "trois pies et un merle"  # noqa: S105 - of accounts that tests make
ELSEWHERE = Caller(user="1" * 32, grants=(Grant(role=Role.ADMIN, agency="ailleurs"),))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    loaded(sqlite_engine)
    return sqlite_engine


def phones(engine: Engine, caller: Caller = LOCAL) -> dict[str, Phone]:
    with reading(engine) as session:
        return {phone.person.id: phone for phone in phones_of(session, caller, NOW)}


def names(engine: Engine) -> list[str]:
    return [phone.person.name for phone in phones(engine).values()]


def post(engine: Engine, person: str, *, sends: bool = False) -> Post:
    """Return what would become of the mail to a person whose shift of tomorrow changes."""
    with reading(engine) as session:
        return learning(session, phones_of(session, LOCAL, NOW), sends=sends)[person].mail


def strips(
    engine: Engine, emails: Mapping[str, str] | None = None, *, only: str = ""
) -> dict[str, Strip]:
    with writing(engine) as session:
        made = strips_of(session, LOCAL, QUICK, emails or {}, NOW, only=only)
    return {strip.name: strip for strip in made}


def opened(engine: Engine, strip: Strip, email: str = "") -> Caller:
    secret = strip.address.partition("#")[2]
    return accept(
        engine, QUICK, text=secret, password=PASSWORD, kind=Kind.INVITATION, email=email, now=NOW
    )


def test_everybody_under_contract_is_there_without_an_account_yet(engine: Engine) -> None:
    there = phones(engine)

    assert there.keys() > {"ada", "brice"}
    assert {phone.state for phone in there.values()} == {State.NOTHING}
    assert post(engine, "ada") is Post.NO_ACCOUNT


def test_an_administrator_of_elsewhere_sees_nobody_here(engine: Engine) -> None:
    assert phones(engine, ELSEWHERE) == {}
    with writing(engine) as session, pytest.raises(Refusal) as refused:
        strips_of(session, ELSEWHERE, QUICK, {}, NOW, only="ada")
    assert refused.value.status == 404


def test_a_sheet_gives_each_an_account_of_a_mediateur_and_an_address_that_opens_it(
    engine: Engine,
) -> None:
    made = strips(engine)

    assert len(made) == len(phones(engine))
    ada = made["Ada Lemoine"]
    assert ada.until == NOW + timedelta(days=7)
    assert ada.email == ""
    caller = opened(engine, ada, "ada@exemple.org")
    assert (caller.person, caller.email) == ("ada", "ada@exemple.org")
    assert [grant.role for grant in caller.grants] == [Role.MEDIATEUR]
    states = phones(engine)
    assert (states["ada"].state, states["brice"].state) == (State.READY, State.INVITED)
    assert (post(engine, "ada"), post(engine, "brice")) == (Post.NO_SERVER, Post.NO_ADDRESS)
    assert "Ada Lemoine" not in strips(engine)


def test_an_e_mail_that_is_known_is_kept_and_not_asked_for(engine: Engine) -> None:
    made = strips(engine, {"ada": " Ada@Exemple.org "})

    assert made["Ada Lemoine"].email == "ada@exemple.org"
    assert "/invitation#" in made["Ada Lemoine"].address
    assert phones(engine)["ada"].email == "ada@exemple.org"


def test_a_sheet_that_is_prepared_again_leaves_the_strips_that_still_hold(engine: Engine) -> None:
    first = strips(engine, only="ada")["Ada Lemoine"]

    again = strips(engine)

    assert sorted(again) == sorted(set(names(engine)) - {"Ada Lemoine"})
    assert phones(engine)["ada"].until == first.until
    assert strips(engine) == {}
    assert opened(engine, first, "ada@exemple.org").person == "ada"


def test_an_e_mail_that_is_given_after_the_first_sheet_makes_a_strip_that_names_it(
    engine: Engine,
) -> None:
    strips(engine)

    again = strips(engine, {"ada": "ada@exemple.org"})

    assert {name: strip.email for name, strip in again.items()} == {
        "Ada Lemoine": "ada@exemple.org"
    }


def test_a_strip_that_has_ended_is_made_again(engine: Engine) -> None:
    strips(engine)

    with writing(engine) as session:
        before = strips_of(session, LOCAL, QUICK, {}, NOW + timedelta(days=7, seconds=-1))
        after = strips_of(session, LOCAL, QUICK, {}, NOW + timedelta(days=7))

    assert (len(before), len(after)) == (0, len(names(engine)))


def test_all_wrong_e_mails_are_said_at_once_and_nothing_is_made(engine: Engine) -> None:
    opened_account(engine, "pris@exemple.org")

    with pytest.raises(Refusal) as refused:
        strips(engine, {"ada": "pas une adresse", "brice": "pris@exemple.org"})

    assert {fault.field for fault in refused.value.errors} == {"email-ada", "email-brice"}
    assert {phone.user for phone in phones(engine).values()} == {None}


def test_with_a_mail_server_those_whose_e_mail_is_known_are_written_to(engine: Engine) -> None:
    with writing(engine) as session:
        assert invite_by_mail(session, LOCAL, MAILS, {"ada": "ada@exemple.org"}, NOW) == 1

    with reading(engine) as session:
        (mail,) = session.scalars(select(MailRow))
        assert (mail.address, mail.kind) == ("ada@exemple.org", "invitation")
    states = phones(engine)
    assert states["ada"].state is State.INVITED
    assert post(engine, "ada", sends=True) is Post.DUE
    assert states["brice"].state is State.NOTHING


def test_where_no_e_mail_is_known_nobody_is_written_to_and_it_is_said(engine: Engine) -> None:
    with pytest.raises(Refusal, match="aucune_adresse"), writing(engine) as session:
        invite_by_mail(session, LOCAL, MAILS, {}, NOW)

    assert {phone.user for phone in phones(engine).values()} == {None}


def test_one_person_may_get_a_link_again_after_they_chose_a_password(engine: Engine) -> None:
    first = strips(engine, only="ada")
    opened(engine, first["Ada Lemoine"], "ada@exemple.org")

    again = strips(engine, only="ada")

    assert list(again) == ["Ada Lemoine"]
    assert opened(engine, again["Ada Lemoine"]).person == "ada"


def test_e_mails_typed_beside_others_are_kept_though_only_one_person_is_invited(
    engine: Engine,
) -> None:
    made = strips(engine, {"brice": "brice@exemple.org", "ada": ""}, only="ada")

    assert list(made) == ["Ada Lemoine"]
    brice = phones(engine)["brice"]
    assert (brice.email, brice.state) == ("brice@exemple.org", State.NOTHING)
    with pytest.raises(Refusal):
        strips(engine, {"chloe": "pas une adresse"}, only="ada")


def test_an_account_with_more_rights_than_the_administrators_is_not_theirs_to_invite(
    engine: Engine,
) -> None:
    opened_account(engine, "ada@exemple.org", role=Role.RH, person="ada", password=PASSWORD)
    with reading(engine) as session:
        agency = read(session).mediator_of["ada"].agency
    local = Caller(user="1" * 32, grants=(Grant(role=Role.ADMIN, agency=agency),))

    assert not phones(engine, local)["ada"].own
    with writing(engine) as session, pytest.raises(Refusal) as refused:
        strips_of(session, local, QUICK, {}, NOW, only="ada")
    assert refused.value.status == 404


def test_a_closed_account_leaves_its_person_without_one(engine: Engine) -> None:
    strips(engine, {"ada": "ada@exemple.org"})
    with writing(engine) as session:
        user = session.scalars(select(UserRow.id).where(UserRow.person == "ada")).one()
        close(session, LOCAL, user)

    assert phones(engine)["ada"].state is State.NOTHING
    with reading(engine) as session:
        assert account(session, user).closed is not None


def test_everybody_is_counted_whoever_looks_after_them(engine: Engine) -> None:
    strips(engine, only="ada")

    with reading(engine) as session:
        states = [phone.state for phone in everybody(session, NOW)]

    assert states.count(State.INVITED) == 1
    assert states.count(State.NOTHING) == len(states) - 1
