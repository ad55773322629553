import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import (
    LOCAL,
    account,
    by_email,
    close,
    create,
    grant,
    grants_of,
    normalised,
    oversees,
    reopen,
    withdraw,
)
from api.access.caller import Caller, Grant, Role
from api.access.errors import (
    AccountExistsError,
    InvalidAccountError,
    LastAdminError,
    UnknownAccountError,
)
from api.access.secrets.secret import Kind, issue, opened_by
from api.access.signing_in.invitations import invite
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow, TrailRow
from api.database.tables.mail import MailRow
from api.mail.queue import Mail, put
from tests.api.access.people import EMAIL, NOW, QUICK, opened_account

LONG = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".fr"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ana@Exemple.ORG\n", "ana@exemple.org"),
        ("ana+plannings@exemple.org", "ana+plannings@exemple.org"),
        ("root@localhost", "root@localhost"),
        (LONG, LONG),
    ],
)
def test_an_account_is_known_by_one_writing_of_its_address(written: str, kept: str) -> None:
    assert normalised(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "ana", "ana@", "@exemple.org", "a na@exemple.org", "ana@exemple..org", "a@b@c", "a@-b.fr",
     "a@b.fr\nBcc: c@d.fr", "a" * 65 + "@b.fr", "ana\x00@exemple.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidAccountError) as refused:
        normalised(written)

    assert str(refused.value) == "adresse électronique refusée : attendu nom@domaine"
    assert (refused.value.field, refused.value.value) == ("email", written[:60])


def test_an_address_opens_one_account(engine: Engine) -> None:
    opened_account(engine)

    with pytest.raises(AccountExistsError, match=r"un compte a déjà l’adresse ana@exemple\.org"):
        opened_account(engine, " ANA@exemple.org")


def test_a_person_has_one_open_account(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    first = opened_account(engine, person="10").user

    with pytest.raises(AccountExistsError, match="« 10 » a déjà un compte"):
        opened_account(engine, "bea@exemple.org", person="10")
    with writing(engine) as session:
        close(session, LOCAL, first)
    opened_account(engine, "bea@exemple.org", person="10")
    with (
        pytest.raises(AccountExistsError, match="« 10 » a un autre compte"),
        writing(engine) as session,
    ):
        reopen(session, LOCAL, first)


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "Ana\x1b[31m"])
def test_a_name_is_something_that_can_be_read(engine: Engine, name: str) -> None:
    with pytest.raises(InvalidAccountError, match="1 à 120"), writing(engine) as session:
        create(session, LOCAL, email=EMAIL, name=name)


def test_a_right_is_granted_once(engine: Engine) -> None:
    user = opened_account(engine, agency="nord").user
    again = Grant(role=Role.RESPONSABLE, agency="nord")

    with writing(engine) as session:
        grant(session, LOCAL, user, again)
        grant(session, LOCAL, user, Grant(role=Role.RESPONSABLE, agency="nord", dispositif="jour"))
        granted = [(row.agency, row.dispositif) for row in grants_of(session, [user])[user]]

    assert granted == [("nord", ""), ("nord", "jour")]


def test_a_dispositif_goes_with_its_agency(engine: Engine) -> None:
    user = opened_account(engine).user

    with pytest.raises(InvalidAccountError, match="agence"), writing(engine) as session:
        grant(session, LOCAL, user, Grant(role=Role.RESPONSABLE, dispositif="jour"))


def test_closing_an_account_ends_all_that_it_opened(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine).user
    with writing(engine) as session:
        made = [issue(session, user, kind, now=NOW, expires=None) for kind in Kind]
        invite(session, QUICK, LOCAL, account(session, user), NOW)
        text = "Lundi de 9 h à 16 h 30."
        mail = Mail(key="k", kind="changement", user=user, address=EMAIL, subject=text, body=text)
        put(session, mail, NOW)
    with writing(engine) as session:
        close(session, LOCAL, user)
        close(session, LOCAL, user)

    with reading(engine) as session:
        opened = [
            opened_by(session, issued.token, kind, NOW)
            for issued, kind in zip(made, Kind, strict=True)
        ]
        mails = session.scalars(select(MailRow)).all()
    assert opened == [None] * len(Kind)
    assert [(mail.given_up is not None, mail.body) for mail in mails] == [(True, "")] * 2


def test_a_closed_account_that_opens_again_has_its_rights_but_not_its_tokens(
    engine: Engine,
) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine, agency="nord").user
    with writing(engine) as session:
        made = issue(session, user, Kind.API, now=NOW, expires=None)
        close(session, LOCAL, user)
        reopen(session, LOCAL, user)

    with reading(engine) as session:
        assert account(session, user).closed is None
        assert [row.agency for row in grants_of(session, [user])[user]] == ["nord"]
        assert opened_by(session, made.token, Kind.API, NOW) is None


def test_the_last_administrator_stays(engine: Engine) -> None:
    chief = opened_account(engine, role=Role.ADMIN).user
    opened_account(engine, "bea@exemple.org", role=Role.ADMIN, agency="nord")

    with pytest.raises(LastAdminError), writing(engine) as session:
        close(session, LOCAL, chief)
    with pytest.raises(LastAdminError), writing(engine) as session:
        withdraw(session, LOCAL, grants_of(session, [chief])[chief][0])

    opened_account(engine, "carl@exemple.org", role=Role.ADMIN)
    with writing(engine) as session:
        close(session, LOCAL, chief)
        assert account(session, chief).closed is not None


def test_anybody_else_leaves_whoever_looks_after_accounts(engine: Engine) -> None:
    user = opened_account(engine, role=Role.ADMIN, agency="nord").user

    with writing(engine) as session:
        withdraw(session, LOCAL, grants_of(session, [user])[user][0])
        close(session, LOCAL, user)

        assert account(session, user).closed is not None


def test_an_unknown_account_is_none(engine: Engine) -> None:
    with reading(engine) as session:
        assert by_email(session, EMAIL) is None
        with pytest.raises(UnknownAccountError, match="compte inconnu"):
            account(session, "0" * 32)


def test_an_administrator_of_an_agency_looks_after_what_lies_in_it_alone() -> None:
    here, there = GrantRow(role="rh", agency="nord"), GrantRow(role="rh", agency="sud")
    inside = GrantRow(role="rh", agency="nord", dispositif="jour")
    for row in (here, there, inside):
        row.dispositif = row.dispositif or ""
    anywhere = GrantRow(role="rh", agency="", dispositif="")
    chief = Caller(user="a", grants=(Grant(role=Role.ADMIN),))
    local = Caller(user="b", grants=(Grant(role=Role.ADMIN, agency="nord"),))

    assert oversees(chief, [here, there, inside, anywhere])
    assert oversees(chief, [])
    assert oversees(local, [here, inside])
    assert not oversees(local, [here, there])
    assert not oversees(local, [anywhere])
    assert not oversees(local, [])


def test_the_trail_says_who_did_what_to_accounts(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine, agency="nord").user
    with writing(engine) as session:
        withdraw(session, LOCAL, grants_of(session, [user])[user][0])
        close(session, LOCAL, user)
        reopen(session, LOCAL, user)

    with reading(engine) as session:
        rows = session.scalars(
            select(TrailRow).where(TrailRow.object == user).order_by(TrailRow.id)
        ).all()
    right = {"role": "responsable", "agence": "nord", "dispositif": ""}
    assert [(row.user, row.action, row.about, row.agency, row.detail) for row in rows] == [
        ("local", "creer", "compte", "", None),
        ("local", "accorder", "compte", "nord", right),
        ("local", "retirer", "compte", "nord", right),
        ("local", "fermer", "compte", "", None),
        ("local", "rouvrir", "compte", "", None),
    ]
