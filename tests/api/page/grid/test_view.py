from dataclasses import replace
from datetime import UTC, date, datetime

from api.data.folder.load import load
from api.month.frames import framed
from api.page.grid.filters import EVERYTHING, Filters, View
from api.page.grid.marks import GridView, Line
from api.page.grid.view import view_of
from api.shell.document import environment
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Need, SlotKind
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY

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
    assert [block.elsewhere for block in every.blocks] == [False, False]
    assert [block.place for block in first.blocks] == [2]
    assert first.rows < first.rows_in_all == every.rows == every.rows_in_all


def test_a_person_of_two_dispositifs_has_one_row_where_they_work_most() -> None:
    of = load(PETIT)
    (day, *_) = of.templates
    second = replace(of.dispositifs[0], id="Q", name="Quais")
    ada = of.mediator_of["ada"]
    both = replace(
        of,
        dispositifs=(*of.dispositifs, second),
        templates=(*of.templates, replace(day, id="Q-J", dispositif="Q", site="")),
        mediators=tuple(
            replace(m, dispositifs=m.dispositifs | {"Q"}) if m == ada else m for m in of.mediators
        ),
    )
    frame = framed(both, MARCH, None)

    def blocks(*slots: str, only: str = "") -> list[str]:
        """The dispositifs in which Ada has a row."""
        version = frozenset(Assignment("ada", slot) for slot in slots)
        view = view_of(frame, version, FEBRUARY, filters=Filters(view=View.MONTH, dispositif=only))
        return [b.id for b in view.blocks if any(line.person == "ada" for line in b.lines)]

    monday, tuesday = "P-J-2026-03-02", "P-J-2026-03-03"
    on_the_quays = ("Q-J-2026-03-04", "Q-J-2026-03-05")
    assert blocks(monday, tuesday, *on_the_quays[:1]) == ["P"]
    assert blocks(monday, *on_the_quays) == ["Q"]
    assert blocks(monday, *on_the_quays, only="P") == ["P"]
    both_blocks = view_of(frame, frozenset({Assignment("ada", monday)}), FEBRUARY).blocks
    assert [(b.id, b.elsewhere) for b in both_blocks] == [("P", False), ("Q", True)]


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
    assert gap.code == "PLM"
    elsewhere = replace(gap, needs=(*gap.needs, replace(gap.needs[0], code="BEL")))
    assert elsewhere.code == "PLM…"


def test_only_the_rows_asked_for_are_drawn() -> None:
    view = view_of(FRAME, frozenset({ADA, BRICE}), FEBRUARY, people={"ada"})

    assert [line.person for line in view.blocks[0].lines] == ["ada"]


def with_a_responsable(filters: Filters = EVERYTHING) -> GridView:
    """The month with somebody who can hold none of its posts, and Ada who has a title."""
    of = load(PETIT)
    (ada, *others) = of.mediators
    nora = replace(ada, id="nora", name="Nora Petit", role=StaffRole.RESPONSABLE)
    titled = replace(ada, titles=frozenset({"AMIS"}))
    frame = framed(replace(of, mediators=(titled, *others, nora)), MARCH, None)
    return view_of(frame, frozenset({ADA}), FEBRUARY, filters=filters)


def test_who_can_hold_no_post_has_no_counters() -> None:
    view = with_a_responsable()
    html = str(environment().get_template("parts/grid.html").module.line(line(view, "nora"), "P"))  # type: ignore[attr-defined]

    assert not line(view, "nora").counted
    assert line(view, "ada").counted
    assert html.count('<td class="n"><td class="n"><td class="n"><td class="n"><td class="n">') == 1
    assert "/" not in html.partition("</th>")[2].replace("</tr>", "")


def test_who_is_only_on_call_has_no_counters() -> None:
    of = load(PETIT)
    (day, *_) = of.templates
    nora = replace(of.mediators[0], id="nora", name="Nora Petit", role=StaffRole.RESPONSABLE)
    needs = (Need(roles=frozenset({StaffRole.RESPONSABLE})),)
    on_call = replace(day, id="P-A", site="", kind=SlotKind.STANDBY, needs=needs)
    of = replace(of, mediators=(*of.mediators, nora), templates=(*of.templates, on_call))
    frame = framed(of, MARCH, None)

    view = view_of(frame, frozenset({Assignment("nora", "P-A-2026-03-02")}), FEBRUARY)

    assert frame.problem.candidates["nora"]
    assert not line(view, "nora").counted


def test_a_week_has_its_total_beside_the_contracts() -> None:
    week = Filters(view=View.WEEK, since=MARCH)
    version = frozenset({ADA, BRICE, Assignment("ada", "P-J-2026-03-03")})
    later = replace(week, since=date(2026, 3, 3))

    first = line(view_of(FRAME, version, FEBRUARY, filters=later), "ada")
    assert first.week == "14/35 h"
    assert line(view_of(FRAME, version, FEBRUARY), "ada").week == ""


def test_the_legend_names_the_sites_of_the_codes() -> None:
    assert ("PLM", "Place du Marché") in drawn().codes


def test_a_title_leaves_who_has_it() -> None:
    view = with_a_responsable()
    titled = with_a_responsable(Filters(view=View.MONTH, title="AMIS"))

    assert len(view.blocks[0].lines) > 1
    assert [each.person for each in titled.blocks[0].lines] == ["ada"]
