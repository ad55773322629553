from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.data.folder.load import load
from api.month.frames import framed
from api.page.grid.filters import Filters, View
from api.page.grid.view import view_of
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY

if TYPE_CHECKING:
    from api.page.grid.parts import GridView, Line

FRAME = framed(load(PETIT), MARCH, None)
FEBRUARY = datetime(2026, 2, 20, 9, tzinfo=UTC)


def drawn(*assignments: Assignment, now: datetime = FEBRUARY) -> GridView:
    return view_of(FRAME, frozenset(assignments), now)


def line(view: GridView, person: str) -> Line:
    return next(line for line in view.blocks[0].lines if line.person == person)


def test_a_shift_is_read_by_eye_and_by_ear() -> None:
    (mark,) = line(drawn(ADA, BRICE), "ada").cells[1].marks

    assert (mark.code, mark.time, mark.slot) == ("PLM", "9h", MONDAY)
    assert mark.label.startswith("Place du Marché, 9h à 16h30")


def test_a_draft_of_which_nothing_is_published_is_marked_so() -> None:
    (mark,) = line(drawn(ADA), "ada").cells[1].marks

    assert "jamais" in mark.classes.split()


def test_what_was_never_published_is_never_begun() -> None:
    (mark,) = line(drawn(ADA, now=datetime(2026, 3, 2, 12, tzinfo=UTC)), "ada").cells[1].marks

    assert "commence" not in mark.classes.split()


def test_a_dispositif_left_out_is_so_even_if_nobody_is() -> None:
    """Of two dispositifs the second, of which nobody is, is left out: the rows are fewer."""
    of = load(PETIT)
    (day, *_) = of.templates
    second = replace(of.dispositifs[0], id="Q", name="Quais")
    both = replace(
        of,
        dispositifs=(*of.dispositifs, second),
        templates=(*of.templates, replace(day, id="Q-J", dispositif="Q", site="")),
    )
    frame = framed(both, MARCH, None)

    every, first = (
        view_of(frame, frozenset(), FEBRUARY, filters=Filters(view=View.MONTH, dispositif=only))
        for only in ("", "P")
    )

    assert (first.people, first.people_in_all) == (every.people, every.people_in_all)
    assert [block.place for block in every.blocks] == [0, 0]
    assert [block.place for block in first.blocks] == [2]
    assert first.rows < first.rows_in_all == every.rows == every.rows_in_all


def changed(*assignments: Assignment) -> GridView:
    """Draw a version where Ada and Brice are published on Monday's shift."""
    problem = replace(FRAME.problem, previous=frozenset({ADA, BRICE}))
    return view_of(replace(FRAME, problem=problem), frozenset(assignments), FEBRUARY)


def test_what_was_published_is_said_where_it_changed() -> None:
    view = changed(ADA, Assignment("farid", MONDAY))

    added, gone = line(view, "farid").cells[1], line(view, "brice").cells[1]
    assert "change" in added.marks[0].classes.split()
    assert added.label.endswith("modifié depuis la publication, avant : libre")
    assert (gone.marks, gone.classes) == ((), "change")
    assert gone.label == (
        "libre, modifié depuis la publication, avant : Place du Marché, 9h à 16h30"
    )
    assert "modifié" not in line(view, "ada").cells[1].label


def test_an_absence_is_shown_without_its_reason() -> None:
    marks = [mark for cell in line(drawn(), "elsa").cells for mark in cell.marks]

    assert {(mark.code, mark.label) for mark in marks if "absence" in mark.classes} == {
        ("abs.", "absence")
    }
    assert "conge" not in repr(drawn())


def test_a_training_day_names_no_shift_to_move() -> None:
    (mark,) = line(drawn(), "dorian").cells[1].marks

    assert mark.code == "CFA"
    assert mark.label.startswith("centre de formation")


def test_what_is_open_is_counted_and_told() -> None:
    gap = drawn(ADA).blocks[0].gaps[1]

    assert gap.count == 2
    label = gap.needs[0].label.replace("\N{NO-BREAK SPACE}", " ")
    assert label == "Place du Marché 9 h à 16 h 30, il manque 2, dont 1 sous le minimum"
    assert gap.classes == "vital"


def test_only_the_rows_asked_for_are_drawn() -> None:
    view = view_of(FRAME, frozenset({ADA, BRICE}), FEBRUARY, people={"ada"})

    assert [line.person for line in view.blocks[0].lines] == ["ada"]
