"""What a duty's id tells."""

from __future__ import annotations

from scheduler.domain.duty import template_of


def test_the_id_of_a_slot_names_its_template_and_any_other_id_is_whole() -> None:
    assert template_of("10-AST-2026-12-01") == "10-AST"
    assert template_of("réunion-d’équipe") == "réunion-d’équipe"
    assert template_of("x") == "x"
