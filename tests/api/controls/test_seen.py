"""What an audit showed is remembered for the files as they were, and for a few accounts."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_urlsafe

from api.controls.kept import KeptFiles, Wanted
from api.controls.seen import MOST, SeenAudits

FILES = KeptFiles(account="rh", token=token_urlsafe(), number=1, wanted=Wanted())
MINE = frozenset({"nord", "sud"})


def test_what_was_seen_is_that_of_the_same_files_and_answers() -> None:
    audits = SeenAudits()
    audits.remember(FILES, MINE, "vu")

    assert audits.of(FILES, MINE) == "vu"
    assert audits.of(replace(FILES, number=2), MINE) is None
    assert audits.of(replace(FILES, token=token_urlsafe()), MINE) is None
    assert audits.of(replace(FILES, account="autre"), MINE) is None
    assert audits.of(FILES, frozenset({"nord"})) is None
    assert audits.of(FILES, None) is None
    audits.forget("rh")
    assert audits.of(FILES, MINE) is None


def test_the_audits_of_the_last_accounts_alone_are_remembered() -> None:
    audits = SeenAudits()
    files = [replace(FILES, account=str(n)) for n in range(MOST + 1)]
    for each in files[:MOST]:
        audits.remember(each, None, each.account)
    audits.remember(files[0], None, "0")

    audits.remember(files[MOST], None, str(MOST))

    assert [audits.of(each, None) for each in files] == [
        "0",
        None,
        *(str(n) for n in range(2, MOST + 1)),
    ]
