"""Sign in by a key that a device keeps: once for each demand, and for this service alone."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.access.accounts.service import close
from api.access.caller import Caller
from api.access.errors import TooManyTriesError, UnknownAccountError, UnusableKeyError
from api.access.secrets.secret import Issued
from api.access.signing_in.authentication import authenticate
from api.access.signing_in.passkeys import (
    LASTS,
    Party,
    add_key,
    ask_for_key,
    ask_to_sign_in,
    keys_of,
    party,
    remove_key,
    sign_in,
)
from api.database.engine import reading, writing
from api.settings import Settings
from tests.api.access.people import QUICK, opened_account
from tests.api.access.signing_in.authenticator import PRESENT, Authenticator
from tests.api.service import account

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORIGIN = "https://plan.example.org"
HERE = Party(name="plan.example.org", origin=ORIGIN)


@dataclass
class Door:
    """The service where Ana has an account, and her device."""

    engine: Engine
    ana: Caller
    device: Authenticator

    def add(self, answer: str = "", now: datetime = NOON) -> None:
        answer = answer or self.device.made(self.demand_key())
        with writing(self.engine) as session:
            add_key(session, HERE, self.ana, answer=answer, reader="Essai", now=now)

    def demand_key(self) -> str:
        with writing(self.engine) as session:
            return ask_for_key(session, HERE, self.ana, NOON)

    def demand(self, address: str = "192.0.2.1") -> str:
        with writing(self.engine) as session:
            return ask_to_sign_in(session, QUICK, HERE, address=address, now=NOON)

    def sign_in(self, answer: str = "", now: datetime = NOON, *, stays: bool = False) -> Issued:
        answer = answer or self.device.signed(self.demand())
        with writing(self.engine) as session:
            return sign_in(session, QUICK, HERE, answer=answer, reader="", stays=stays, now=now)

    @property
    def keys(self) -> list[str]:
        with reading(self.engine) as session:
            return [key.id for key in keys_of(session, self.ana.user)]


@pytest.fixture
def door(sqlite_engine: Engine) -> Door:
    return Door(sqlite_engine, opened_account(sqlite_engine), Authenticator(ORIGIN))


def test_a_device_whose_key_is_kept_signs_its_account_in(door: Door) -> None:
    door.add()
    issued = door.sign_in(stays=True)

    caller = authenticate(door.engine, cookie=issued.token, bearer=None, now=NOON)
    assert caller is not None
    assert caller.user == door.ana.user
    assert issued.expires == NOON + timedelta(days=90)


def test_what_was_signed_once_opens_nothing_again(door: Door) -> None:
    door.add()
    answer = door.device.signed(door.demand())
    door.sign_in(answer)

    with pytest.raises(UnusableKeyError):
        door.sign_in(answer)


def test_a_demand_is_good_for_five_minutes(door: Door) -> None:
    door.add()
    answer = door.device.signed(door.demand())

    with pytest.raises(UnusableKeyError):
        door.sign_in(answer, NOON + LASTS + timedelta(seconds=1))
    door.sign_in(answer, NOON + LASTS)


def test_a_demand_to_make_a_key_opens_no_session_and_is_its_account_s(door: Door) -> None:
    door.add()
    made_for_ana = door.demand_key().replace('"rp": {', '"rpId": "plan.example.org", "rp": {')
    with pytest.raises(UnusableKeyError):
        door.sign_in(door.device.signed(made_for_ana))

    other, _ = account(door.engine, "rh")
    answer = Authenticator(ORIGIN).made(door.demand_key())
    with pytest.raises(UnusableKeyError):
        Door(door.engine, Caller(user=other), door.device).add(answer)


@pytest.mark.parametrize(
    "device",
    [
        Authenticator("https://ailleurs.example.org"),
        Authenticator(ORIGIN, flags=PRESENT),
    ],
    ids=["another site", "nobody was verified"],
)
def test_a_key_of_another_site_or_of_nobody_verified_is_not_kept(
    door: Door, device: Authenticator
) -> None:
    door.device = device

    with pytest.raises(UnusableKeyError):
        door.add()
    assert door.keys == []


def test_an_unknown_key_and_another_s_signature_open_nothing(door: Door) -> None:
    with pytest.raises(UnusableKeyError):
        door.sign_in()
    door.add()
    with pytest.raises(UnusableKeyError):
        door.sign_in(Authenticator(ORIGIN, name=door.device.name).signed(door.demand()))


def test_a_key_whose_count_goes_back_was_copied(door: Door) -> None:
    door.add()
    door.sign_in()
    door.device.uses = 0

    with pytest.raises(UnusableKeyError):
        door.sign_in()


def test_a_closed_account_has_no_door(door: Door) -> None:
    door.add()
    with writing(door.engine) as session:
        close(session, door.ana, door.ana.user)

    with pytest.raises(UnusableKeyError):
        door.sign_in()


@pytest.mark.parametrize("answer", ["{}", "[]", "rien", '{"response": {"clientDataJSON": "%"}}'])
def test_what_is_no_answer_of_a_device_is_refused(door: Door, answer: str) -> None:
    with pytest.raises(UnusableKeyError):
        door.sign_in(answer)
    with pytest.raises(UnusableKeyError):
        door.add(answer)


def test_a_key_is_kept_once_and_removed_by_its_owner(door: Door) -> None:
    door.add()
    with pytest.raises(UnusableKeyError):
        door.add()
    (key,) = door.keys
    with writing(door.engine) as session, pytest.raises(UnknownAccountError):
        remove_key(session, Caller(user="0" * 32), key)
    with writing(door.engine) as session:
        remove_key(session, door.ana, key)

    assert door.keys == []
    with pytest.raises(UnusableKeyError):
        door.sign_in()


def test_demands_are_counted_by_address(door: Door) -> None:
    for _ in range(QUICK.address_tries):
        door.demand()

    with pytest.raises(TooManyTriesError):
        door.demand()
    door.demand("192.0.2.2")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://plan.example.org", "plan.example.org"),
        ("https://plan.example.org:8443", "plan.example.org"),
        ("http://localhost:8000", "localhost"),
        ("http://plan.example.org", ""),
        ("http://127.0.0.1:8000", ""),
        ("https://192.0.2.1", ""),
        ("https://[2001:db8::a]", ""),
    ],
)
def test_keys_are_for_names_that_browsers_trust(url: str, name: str) -> None:
    here = party(Settings(public_url=url))

    assert (here.name if here else "") == name


def test_an_answer_nested_without_end_or_of_an_unwritable_key_opens_nothing(door: Door) -> None:
    signed = json.loads(door.device.signed(door.demand()))
    for answer in ("[" * 9_999, json.dumps({**signed, "id": "\ud800"})):
        with pytest.raises(UnusableKeyError):
            door.sign_in(answer)
