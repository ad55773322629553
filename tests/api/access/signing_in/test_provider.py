import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey
from sqlalchemy import Engine, select
from starlette.responses import PlainTextResponse

from api.access.accounts.service import LOCAL, close
from api.access.caller import Caller, Role
from api.access.errors import ProviderDownError, ProviderRefusedError, TooManyTriesError
from api.access.signing_in.authentication import authenticate
from api.access.signing_in.provider import Provider
from api.database.engine import reading, writing
from api.database.tables.access import ProviderTryRow, TrailRow, UserRow
from tests.api.access.identity import CLIENT, KNOWING, OTHER, SECRET, Down, Identity
from tests.api.access.people import EMAIL, QUICK, opened_account

PAST = datetime.now(UTC) - timedelta(hours=1)
DESCRIBED = "/realm/.well-known/openid-configuration"


def came_back(engine: Engine, identity: Identity, **changed: str) -> Caller:
    provider = Provider(settings=KNOWING, transport=identity)
    begun = provider.begin(engine)
    back = {"kept": begun.state, **identity.agreed(begun.address), **changed}
    issued, caller = provider.finish(
        engine, state=back["state"], kept=back["kept"], code=back["code"]
    )
    assert authenticate(engine, cookie=issued.token, bearer=None) == caller
    return caller


def test_a_verified_address_opens_the_account_that_has_it_and_ties_the_two(engine: Engine) -> None:
    ana = opened_account(engine)

    assert came_back(engine, Identity()) == ana
    with reading(engine) as session:
        tied = session.scalars(select(UserRow.oidc_subject)).one()
        actions = session.scalars(select(TrailRow.action).where(TrailRow.user == ana.user)).all()
        assert session.scalars(select(ProviderTryRow)).all() == []
    assert len(str(tied)) == 64
    assert actions == ["connexion", "lier_fournisseur"]


def test_once_tied_an_account_opens_whatever_the_address(sqlite_engine: Engine) -> None:
    ana = opened_account(sqlite_engine)
    came_back(sqlite_engine, Identity())

    assert came_back(sqlite_engine, Identity({"email": "autre@exemple.org"})) == ana
    assert came_back(sqlite_engine, Identity({"email": None})) == ana


def test_an_account_tied_to_someone_is_not_opened_by_anothers_address(
    sqlite_engine: Engine,
) -> None:
    opened_account(sqlite_engine)
    came_back(sqlite_engine, Identity())

    with pytest.raises(ProviderRefusedError, match="aucun compte ouvert"):
        came_back(sqlite_engine, Identity({"sub": "sujet-2"}))


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "inconnue@exemple.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": "pas une adresse"},
        {"email": None},
    ],
)
def test_no_account_is_ever_made(sqlite_engine: Engine, claims: dict[str, Any]) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(ProviderRefusedError, match="aucun compte ouvert n’a cette adresse"):
        came_back(sqlite_engine, Identity(claims))
    with reading(sqlite_engine) as session:
        assert session.scalars(select(UserRow.oidc_subject)).all() == [None]


def test_a_closed_account_stays_closed(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine, "chef@exemple.org", role=Role.ADMIN)
    ana = opened_account(sqlite_engine)
    came_back(sqlite_engine, Identity())
    with writing(sqlite_engine) as session:
        close(session, LOCAL, ana.user)

    with pytest.raises(ProviderRefusedError, match="aucun compte ouvert"):
        came_back(sqlite_engine, Identity())


def test_an_address_may_come_from_the_provider_itself(sqlite_engine: Engine) -> None:
    ana = opened_account(sqlite_engine)
    claims = {"sub": "sujet-1", "email": EMAIL, "email_verified": True}

    assert (
        came_back(sqlite_engine, Identity({"email": None, "email_verified": None}, more=claims))
        == ana
    )


def test_an_address_told_of_someone_else_is_left_aside(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    claims = {"sub": "sujet-2", "email": EMAIL, "email_verified": True}

    with pytest.raises(ProviderRefusedError, match="aucun compte"):
        came_back(sqlite_engine, Identity({"email": None, "email_verified": None}, more=claims))


@pytest.mark.parametrize(
    "identity",
    [
        Identity({"nonce": "autre"}),
        Identity({"nonce": None}),
        Identity({"aud": "autre"}),
        Identity({"aud": ["autre"]}),
        Identity({"aud": [CLIENT, "autre"], "azp": "autre"}),
        Identity({"aud": None}),
        Identity({"iss": "https://pirate.org"}),
        Identity({"iss": None}),
        Identity({"exp": int(PAST.timestamp())}),
        Identity({"exp": None}),
        Identity({"exp": "demain"}),
        Identity({"iat": None}),
        Identity({"sub": None}),
        Identity({"nbf": int(datetime.now(UTC).timestamp()) + 3600}),
        Identity(key=OTHER),
        Identity(key=OctKey.import_key(SECRET), algorithm="HS256"),
    ],
    ids=["nonce", "no-nonce", "audience", "audiences", "party", "no-audience", "issuer",
         "no-issuer", "expired", "no-expiry", "bad-expiry", "no-date", "no-subject", "not-yet",
         "other-key", "shared-secret"],
)  # fmt: skip
def test_a_token_that_is_not_as_it_should_be_opens_nothing(
    sqlite_engine: Engine, identity: Identity
) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(ProviderRefusedError, match="n’est pas celle attendue"):
        came_back(sqlite_engine, identity)
    assert identity.tokens == 1


def test_an_audience_among_others_will_do_if_we_are_the_party(sqlite_engine: Engine) -> None:
    ana = opened_account(sqlite_engine)

    assert came_back(sqlite_engine, Identity({"aud": ["autre", CLIENT], "azp": CLIENT})) == ana


@pytest.mark.parametrize(
    "changed",
    [{"state": ""}, {"state": "autre"}, {"kept": ""}, {"kept": "autre"},
     {"state": "autre", "kept": "autre"}],
)  # fmt: skip
def test_a_state_that_the_browser_did_not_keep_opens_nothing(
    sqlite_engine: Engine, changed: dict[str, str]
) -> None:
    opened_account(sqlite_engine)
    identity = Identity()

    with pytest.raises(ProviderRefusedError, match="a expiré ou a déjà servi"):
        came_back(sqlite_engine, identity, **changed)
    assert identity.tokens == 0


def test_a_wrong_code_opens_nothing(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(ProviderRefusedError, match="n’est pas celle attendue"):
        came_back(sqlite_engine, Identity(), code="autre")


def test_a_login_is_finished_within_ten_minutes(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    identity = Identity()
    provider = Provider(settings=KNOWING, transport=identity)
    now = datetime.now(UTC)
    begun = provider.begin(sqlite_engine, now=now - timedelta(minutes=10))

    code = identity.agreed(begun.address)["code"]

    with pytest.raises(ProviderRefusedError, match="a expiré"):
        provider.finish(sqlite_engine, state=begun.state, kept=begun.state, code=code, now=now)


def test_coming_back_twice_at_once_opens_one_session(engine: Engine) -> None:
    opened_account(engine)
    identity = Identity()
    provider = Provider(settings=KNOWING, transport=identity)
    begun = provider.begin(engine)
    code = identity.agreed(begun.address)["code"]
    answers = list[str]()

    def go() -> None:
        try:
            provider.finish(engine, state=begun.state, kept=begun.state, code=code)
            answers.append("ouverte")
        except ProviderRefusedError as error:
            answers.append(error.code)

    threads = [threading.Thread(target=go) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["connexion_refusee"] * 4 + ["ouverte"]


def test_a_provider_that_is_down_is_told_so(sqlite_engine: Engine) -> None:
    with pytest.raises(ProviderDownError, match="ne répond pas"):
        Provider(settings=KNOWING, transport=Down()).begin(sqlite_engine)


@pytest.mark.parametrize(
    "identity",
    [
        Identity(broken={DESCRIBED: PlainTextResponse("panne", 502)}),
        Identity(broken={DESCRIBED: PlainTextResponse("<html>")}),
        Identity(broken={DESCRIBED: PlainTextResponse("[]")}),
        Identity(described={"issuer": "https://pirate.org"}),
        Identity(described={"token_endpoint": None}),
        Identity(broken={"/realm/jeton": PlainTextResponse("panne", 502)}),
        Identity(broken={"/realm/jeton": PlainTextResponse("<html>")}),
        Identity(broken={"/realm/cles": PlainTextResponse("panne", 500)}),
    ],
    ids=["502", "page", "list", "other", "no-endpoint", "token-502", "token-page", "keys-500"],
)
def test_a_provider_that_answers_nonsense_is_as_one_that_is_down(
    sqlite_engine: Engine, identity: Identity
) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(ProviderDownError, match="ne répond pas"):
        came_back(sqlite_engine, identity)


def test_keys_that_are_none_open_nothing(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)

    with pytest.raises(ProviderRefusedError):
        came_back(sqlite_engine, Identity(broken={"/realm/cles": PlainTextResponse("{}")}))


def test_one_place_begins_only_so_many_logins(sqlite_engine: Engine) -> None:
    few = KNOWING.model_copy(update={"address_tries": 2})
    provider = Provider(settings=few, transport=Identity())
    for _ in range(2):
        provider.begin(sqlite_engine, address="192.0.2.1")

    with pytest.raises(TooManyTriesError):
        provider.begin(sqlite_engine, address="192.0.2.1")


def test_without_an_issuer_there_is_no_provider() -> None:
    assert Provider(settings=KNOWING).known
    assert not Provider(settings=QUICK).known
