"""Look for faults of accessibility in a page, with axe-core: `.ci/browsers` puts it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / ".tools" / "axe.min.js"
RUN = """async (rules) => {
    const seen = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return seen.violations;
}"""
"""Describes and returns what is wrong alone: what is right are a page's thousands of nodes."""

ALL = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
CONTRAST = ("color-contrast",)
"""The one rule that other colours can break."""


def faults(page: Page, rules: tuple[str, ...] = ALL) -> list[str]:
    """
    Return what breaks WCAG 2.2, levels A and AA, or one rule of them: the rule, and where.

    Raises
    ------
    FileNotFoundError
        axe-core isn't there: these tests fail without it, they are never skipped.
    """
    if not AXE.exists():
        raise FileNotFoundError(f"{AXE.name}: run .ci/browsers")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{fault['id']} : {node['target']} {node['html'][:160]}"
        for fault in page.evaluate(RUN, list(rules))
        for node in fault["nodes"][:3]
    ]


def faults_in_both_schemes(page: Page) -> list[str]:
    """Return the faults of a page in light, and those of contrast in dark."""
    wrong = []
    for scheme, rules in (("dark", CONTRAST), ("light", ALL)):
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme} : {fault}" for fault in faults(page, rules)]
    return wrong
