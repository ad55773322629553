from sqlalchemy import Engine

from api.database.tables.asking import SwapRow
from api.swaps.exchange import OTHER_TEAM, SwapRequest
from api.swaps.service import try_out
from api.swaps.sides import AGREED, Part, missing, shown_to, sides_of
from tests.api.asking.petit import BEFORE, start

ADA, ZOE = "personne:ada", "personne:zoe"
PLACE, BEACH = "service:P-J-2026-03-09", "service:M-J-2026-03-10"


def swap(**agreed: str) -> SwapRow:
    """A swap of Ada's and Zoé's to which some agreed, each shown what they name."""
    shifts = [{"person": "ada", "slot": PLACE[8:]}, {"person": "zoe", "slot": BEACH[8:]}]
    sides = {"ada": ADA, "zoe": ZOE, "place": PLACE, "beach": BEACH}
    consents = {f"{AGREED}{sides[name]}": seen for name, seen in agreed.items()}
    return SwapRow(
        mediator="ada",
        other="zoe",
        shifts=shifts,
        findings={"demande": "", "accepte": "1f", **consents},
    )


def test_both_people_and_each_shift_are_answered_for() -> None:
    assert sides_of(swap()) == missing(swap(), "1f") == {ADA, ZOE, PLACE, BEACH}


def test_an_agreement_holds_as_long_as_the_swap_adds_what_was_shown() -> None:
    row = swap(ada="1f", place="1f", zoe="2e")

    assert missing(row, "1f") == {ZOE, BEACH}
    assert missing(row, "2e") == {ADA, PLACE, BEACH}
    assert missing(row, "") == {ADA, ZOE, PLACE, BEACH}


def test_who_answers_for_one_side_does_not_read_what_the_other_would_break(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    slot = "P-J-2026-03-02"
    judged = try_out(sqlite_engine, "ada", SwapRequest(gives=slot, other="dorian"), BEFORE)
    row = SwapRow(mediator="ada", other="dorian", shifts=[{"slot": slot}], findings={})
    giver = Part(sides=frozenset({ADA}), subjects=frozenset({"ada", "brice", slot}))
    taker = Part(sides=frozenset({"personne:dorian"}), subjects=frozenset({"dorian"}))

    mine, theirs = (shown_to(part, row, judged) for part in (giver, taker))

    assert mine.findings == ()
    assert mine.why.startswith(f"Ce qui l’interdit pour {OTHER_TEAM} : ")
    assert "Dorian" not in mine.why
    assert {f.subject for f in theirs.findings} == {"dorian"}
    assert (theirs.stopping, theirs.elsewhere) == (judged.whole().stopping, "")
    both = Part(sides=sides_of(row), subjects=frozenset())
    assert shown_to(both, row, judged) == shown_to(None, row, judged) == judged.whole()
