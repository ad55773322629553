"""Each pair of colours that a style sheet puts together, in light and in dark, computed."""

import re

import pytest

from api.shell.assets.files import FOLDER

BASE = (FOLDER / "style" / "base.css").read_text(encoding="utf-8")
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
LIGHT, DARK = (dict(TOKEN.findall(part)) for part in BASE.split("@media (prefers-color-scheme")[:2])

GROUNDS = (
    *("paper", "soft", "weekend", "holiday", "full", "short", "vital"),
    *("jour", "soiree", "nuit", "astreinte", "cfa", "absence"),
)
"""What the text of pages and grids stands on."""

TEXTS = [
    *(("ink", ground) for ground in GROUNDS),
    *(("quiet", ground) for ground in ("paper", "soft")),
    *(
        (text, ground)
        for text in ("link", "alert", "doubt", "good")
        for ground in ("paper", "soft")
    ),
    ("on-main", "main"),
    ("paper", "ink"),
    ("alert", "alert-soft"),
    ("doubt", "doubt-soft"),
    ("good", "good-soft"),
    *(("ink", f"{level}-soft") for level in ("alert", "doubt", "good")),
]
EDGES = [
    *((f"{kind}-edge", kind) for kind in ("jour", "soiree", "nuit", "astreinte", "cfa", "absence")),
    *((f"{kind}-edge", "paper") for kind in ("jour", "soiree", "nuit", "cfa", "absence")),
    ("line", "paper"),
    ("line", "soft"),
    *(("focus", ground) for ground in GROUNDS),
]
"""Edges that tell something, and the ring of the focus."""


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weak(theme: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """Return the pairs whose contrast is less."""
    ratios = {f"{a} sur {b}": round(contrast(theme[a], theme[b]), 2) for a, b in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["clair", "sombre"])
def test_every_text_has_a_contrast_of_seven_at_least(theme: dict[str, str]) -> None:
    assert weak(theme, TEXTS, 7) == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["clair", "sombre"])
def test_every_edge_has_a_contrast_of_three_at_least(theme: dict[str, str]) -> None:
    assert weak(theme, EDGES, 3) == {}


def test_both_themes_have_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK)
