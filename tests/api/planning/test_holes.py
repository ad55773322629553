from __future__ import annotations

from datetime import date

from api.planning.holes import Coverage, Shortage, coverage, filled, holes, shortage
from scheduler.domain.slots import SlotKind
from tests.api.export.samples import small


def test_a_hole_is_a_need_below_its_target() -> None:
    gaps = [(h.slot.id, h.have, h.missing, h.vital) for h in holes(small())]

    assert gaps == [("q-jour-2026-10-06", 1, 1, False), ("q-jour-2026-10-07", 0, 2, True)]


def test_coverage_is_per_kind_and_day() -> None:
    rota = small()

    assert coverage(rota, rota.problem.slots) == {
        (SlotKind.NIGHT, date(2026, 10, 1)): Coverage(have=2, minimum=1, target=2),
        (SlotKind.NIGHT, date(2026, 10, 24)): Coverage(have=1, minimum=1, target=1),
        (SlotKind.DAY, date(2026, 10, 6)): Coverage(have=1, minimum=1, target=2),
        (SlotKind.DAY, date(2026, 10, 7)): Coverage(have=0, minimum=1, target=2, vital=True),
    }


def test_a_slot_tells_how_many_hold_each_of_its_needs() -> None:
    rota = small()

    counts = {slot.id: filled(rota, slot) for slot in rota.problem.slots}

    assert counts["q-jour-2026-10-06"] == (1,)
    assert counts["q-jour-2026-10-07"] == (0,)


def test_people_beyond_a_target_fill_no_other_post() -> None:
    spare = Coverage(have=2, minimum=1, target=2)
    empty = Coverage(have=0, minimum=0, target=1)

    assert spare.full
    assert not spare.plus(empty).full


def test_the_people_whom_a_rota_lacks_are_counted_to_the_minimum_and_to_the_target() -> None:
    short = shortage(small())

    assert (short.minimum, short.target) == (1, 3)
    assert short.words == "1\u00a0poste sous le minimum, 3 sous la cible"
    assert Shortage(minimum=0, target=2).words == "Aucun poste sous le minimum, 2 sous la cible"
    assert Shortage(minimum=0, target=0).words == "Tous les postes sont pourvus"


def test_someone_on_top_is_shown_where_nobody_is_missing() -> None:
    full = Coverage(have=2, minimum=1, target=2, beyond=1)
    short = Coverage(have=1, minimum=1, target=2)
    unasked = Coverage(beyond=1)

    assert (full.words, short.words, unasked.words) == ("3/2", "1/2", "1")
    # One too many in one place doesn't hide that another lacks one.
    assert full.plus(short).words == "3/4"
