from ipaddress import ip_address

import pytest
from sqlalchemy import Engine

from api.events.sending import send_due
from api.events.targets import is_inside, is_possible, is_public, target_of
from api.mail.refusals import RefusedError
from tests.api.events.names import names
from tests.api.events.receiver import HERE, NOON, happen, receiving, webhook


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255", "::",
        "::1", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe",
        "2002:7f00:1::", "64:ff9b::10.0.0.1", "2001:db8::1", "::127.0.0.1", "::ffff:0:10.0.0.1",
        "fec0::1",
    ],
)  # fmt: skip
def test_private_loopback_link_local_and_metadata_addresses_are_not_public(ip: str) -> None:
    assert not is_public(ip_address(ip))


@pytest.mark.parametrize(
    "ip",
    ["1.1.1.1", "172.32.0.0", "9.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1",
     "64:ff9b::1.1.1.1", "2002:101:101::"],
)  # fmt: skip
def test_others_are(ip: str) -> None:
    assert is_public(ip_address(ip))


@pytest.mark.parametrize(
    ("url", "alone", "allowed"),
    [
        ("https://exemple.org/a?b=c", True, True),
        ("https://exemple.org:8443", True, True),
        ("http://exemple.org", False, True),
        ("ftp://exemple.org", False, False),
        ("https://moi:secret@exemple.org", False, False),
        ("https://exemple.org/#a", False, False),
        ("https://exemple.org:0", False, False),
        ("https://exemple.org:99999", False, False),
        ("https://", False, False),
        ("https://exe mple.org", False, False),
        ("https://exémple.org", False, False),
        ("https://[::1", False, False),
        ("exemple.org", False, False),
    ],
)
def test_what_is_typed_is_an_address_of_https_unless_a_network_is_allowed(
    url: str, alone: bool, allowed: bool
) -> None:
    assert (is_possible(url, ()), is_possible(url, ("10.0.0.0/8",))) == (alone, allowed)


@pytest.mark.parametrize(
    ("host", "alone", "allowed"),
    [
        ("localhost", True, False),
        ("LOCALHOST.", True, False),
        ("paie.localhost", True, False),
        ("nas.local", True, False),
        ("metadata.google.internal", True, False),
        ("127.0.0.1", True, True),
        ("127.1", True, True),
        ("2130706433", True, True),
        ("0x7f.1", True, True),
        ("10.1.2.3", True, False),
        ("10.2.0.1", True, True),
        ("[::1]", True, True),
        ("[::ffff:10.1.2.3]", True, True),
        ("[fe80::1%eth0]", True, True),
        ("1.1.1.1", False, False),
        ("[2606:4700::1111]", False, False),
        ("exemple.org", False, False),
        ("localhost.exemple.org", False, False),
        ("mylocal", False, False),
    ],
)
def test_what_is_known_to_lie_inside_is_known_without_asking(
    host: str, alone: bool, allowed: bool
) -> None:
    url = f"https://{host}/a"

    assert (is_inside(url, ()), is_inside(url, ("10.1.0.0/16",))) == (alone, allowed)


def test_in_clear_a_literal_address_is_one_of_an_allowed_network() -> None:
    hosts = ("10.1.2.3", "1.1.1.1", "exemple.org")

    inside = [is_inside(f"http://{host}", ("10.1.0.0/16",)) for host in hosts]

    assert inside == [False, True, False]
    assert not is_inside("HTTPS://1.1.1.1", ())


def test_only_public_addresses_of_a_name_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["10.0.0.1", "1.1.1.1", "::1", "1.1.1.1"])

    target = target_of("https://exemple.org/a", ())

    assert target.urls == ("https://1.1.1.1:443/a",)


def test_an_allowed_network_is_reached_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["10.1.2.3", "10.2.0.1", "1.1.1.1"])
    networks = ("10.1.0.0/16",)

    clear = target_of("http://exemple.org:8080/a", networks)
    ciphered = target_of("https://exemple.org/a", networks)

    assert clear.urls == ("http://10.1.2.3:8080/a",)
    assert ciphered.urls == ("https://10.1.2.3:443/a", "https://1.1.1.1:443/a")


@pytest.mark.parametrize(
    ("url", "ips", "words"),
    [
        ("https://exemple.org", ["127.0.0.1"], "réseau privé"),
        ("https://exemple.org", ["169.254.169.254"], "réseau privé"),
        ("http://exemple.org", ["1.1.1.1"], "sans https"),
        ("https://127.0.0.1", [], "réseau privé"),
        ("https://2130706433", [], "réseau privé"),
        ("https://[::ffff:127.0.0.1]", [], "réseau privé"),
    ],
)
def test_what_leads_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, ips: list[str], words: str
) -> None:
    names(monkeypatch, ips)

    with pytest.raises(RefusedError, match=words) as error:
        target_of(url, ("10.1.0.0/16",))

    assert (error.value.down, error.value.final) == (True, False)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, sqlite_engine: Engine
) -> None:
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        questions = names(monkeypatch, ["127.0.0.1"], ["10.9.9.9"])
        webhook(sqlite_engine, f"http://exemple.org:{port}/a")
        happen(sqlite_engine, 1)
        assert send_due(sqlite_engine, HERE, now=lambda: NOON) == 1

    assert questions == ["exemple.org"]  # a second answer, elsewhere, was never asked for
    assert receiver.posts[0][0]["Host"] == f"exemple.org:{port}"
