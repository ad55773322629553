from datetime import date

from api.planning.holes import coverage, holes, lack_words, open_words
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from tests.api.export.samples import small


def test_a_hole_is_a_need_below_its_target() -> None:
    gaps = [(h.slot.id, h.have, h.missing, h.under, h.vital) for h in holes(small())]

    assert gaps == [("q-jour-2026-10-06", 1, 1, 0, False), ("q-jour-2026-10-07", 0, 2, 1, True)]


def test_posts_are_added_up_by_kind_and_day() -> None:
    rota = small()

    assert coverage(rota, rota.problem.slots) == {
        (SlotKind.NIGHT, date(2026, 10, 1)): Posts(
            slots=1, have=2, minimum=1, target=2, met=1, full=1
        ),
        (SlotKind.NIGHT, date(2026, 10, 24)): Posts(
            slots=1, have=1, minimum=1, target=1, met=1, full=1
        ),
        (SlotKind.DAY, date(2026, 10, 6)): Posts(slots=1, have=1, minimum=1, target=2, met=1),
        (SlotKind.DAY, date(2026, 10, 7)): Posts(slots=1, have=0, minimum=1, target=2, under=1),
    }


def test_what_is_open_is_said_with_what_is_under_the_minimum() -> None:
    assert lack_words(3, 1) == open_words(3, 1)
    assert lack_words(0, 0) == "Tous les postes sont pourvus"
    assert open_words(3, 1) == "3\u00a0postes à pourvoir, dont 1 sous le minimum"
    assert open_words(3, 3) == "3\u00a0postes à pourvoir, tous sous le minimum"
    assert open_words(1, 1) == "1\u00a0poste à pourvoir, sous le minimum"
    assert open_words(1, 0) == "1\u00a0poste à pourvoir"
