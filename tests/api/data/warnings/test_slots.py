from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest

from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.data.warnings.slots import unlawful_remarks, unlawful_slots
from calendars.templates.clock import TemplateBreak
from calendars.templates.template import ExceptionAction, Template, TemplateException
from tests.api.commands import FIXTURES, PETIT
from tests.api.folders import problem_of

if TYPE_CHECKING:
    from pathlib import Path

    from api.data.association import Association

MONTHS = {"petit": date(2026, 3, 1), "saison": date(2026, 7, 1), "association": date(2026, 12, 1)}


@pytest.mark.parametrize(
    "name", ["petit", "saison", pytest.param("association", marks=pytest.mark.long)]
)
def test_lawful_templates_are_told_nothing(name: str) -> None:
    association = load(FIXTURES / name)
    problem = problem_of(association, MONTHS[name])

    assert list(unlawful_slots(problem.slots, association, profile_for(association))) == []
    assert unlawful_remarks(association) == ()


def test_a_long_slot_without_its_break_is_told_once_by_the_rule_itself() -> None:
    association = load(PETIT)
    problem = problem_of(association, MONTHS["petit"])
    bare = [replace(s, breaks=()) for s in problem.slots]
    refusals = list(unlawful_slots(bare, association, profile_for(association)))

    assert [(slot.id, finding.rule) for slot, finding in refusals] == [
        ("P-J-2026-03-02", "break_20min")
    ]


def test_sundays_of_a_month_are_told_once_breaks_and_all() -> None:
    association = load(PETIT)
    sundays = _templates(association, weekdays=frozenset({0, 6}))
    problem = problem_of(sundays, date(2026, 5, 1))
    refusals = list(unlawful_slots(problem.slots, sundays, profile_for(sundays)))

    assert [(slot.id, finding.rule) for slot, finding in refusals] == [
        ("P-J-2026-05-03", "sunday_rest")
    ]


def test_totals_of_weeks_before_the_tool_change_nothing_for_a_slot(tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    copytree(PETIT, folder)
    (folder / "semaines_anterieures.csv").write_text("personne;semaine;heures\nada;23/02/2026;35\n")
    association = load(folder)
    problem = problem_of(association, MONTHS["petit"])

    assert problem.past_weeks
    assert list(unlawful_slots(problem.slots, association, profile_for(association))) == []


def _templates(association: Association, **changes: Any) -> Association:
    """Return the association with its first template alone, changed."""
    return replace(association, templates=(replace(association.templates[0], **changes),))


@pytest.mark.parametrize(
    ("end", "breaks", "many"),
    [
        (time(15), (), 1),
        (time(14, 59), (), 0),
        (time(15), (TemplateBreak(minutes=20, at=time(12)),), 0),
        (time(15, 19), (TemplateBreak(minutes=19, at=time(12)),), 1),
    ],
)
def test_a_template_of_six_hours_needs_its_break(
    end: time, breaks: tuple[TemplateBreak, ...], many: int
) -> None:
    remarks = unlawful_remarks(_templates(load(PETIT), end=end, breaks=breaks))

    assert len(remarks) == many
    for remark in remarks:
        assert remark.startswith(
            "nul ne peut légalement tenir le gabarit « P-J » tel que ses horaires et ses pauses "
            "le décrivent : 09:00–15:"
        )
        assert remark.endswith("(L3121-16)")


def test_a_template_is_judged_whatever_its_season_and_its_first_day() -> None:
    association = load(PETIT)
    july = {"season": "ete", "since": date(2026, 5, 1), "until": date(2026, 5, 1), "breaks": ()}

    (remark,) = unlawful_remarks(_templates(association, **july))

    assert "04/05/2026" not in remark  # that week holds the 8th of May
    assert "01/06/2026" in remark  # so does that of Whit Monday, with the 18th before it


def test_an_exception_with_hours_of_its_own_is_judged_on_its_day() -> None:
    association = load(PETIT)
    template: Template = association.templates[0]
    longer = TemplateException(
        template=template.id,
        day=date(2026, 3, 5),
        action=ExceptionAction.CHANGE,
        why="Marché",
        end=time(17),
        breaks=(),
    )
    fewer = replace(longer, day=date(2026, 3, 6), end=None, breaks=None, needs=template.needs)
    changed = replace(association, exceptions=(longer, fewer))

    (remark,) = unlawful_remarks(changed)

    assert remark.startswith(
        "nul ne peut légalement tenir le créneau du 05/03/2026 du gabarit « P-J » (exception) : "
    )
    assert unlawful_remarks(changed, {"P-S"}) == ()
