"""Compare months with those of the last recorded run, so that a step back is seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.bench.months import Figures

RECORD = Path(__file__).parents[2] / "docs" / "months.json"

PLAIN = {
    "first": "premier planning",
    "covered": "couverture prouvée",
    "rows": "lignes",
    "build": "construction",
    "memory": "mémoire",
    "free": "postes que rien n’empêche",
    "off": "repos isolés",
    "on": "jours isolés",
    "quick": "repos courts",
    "overtime": "au-delà de 35 h",
    "extra": "complémentaires",
}
"""Figures of which less is better, by name, as they are printed."""


def write(figures: Iterable[Figures], path: Path = RECORD) -> None:
    """Record a run: months measured again replace what was recorded of them."""
    rows = {_key(row): row for row in (*read(path), *figures)}
    lines = [json.dumps(rows[key], ensure_ascii=False) for key in sorted(rows)]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def read(path: Path = RECORD) -> list[Figures]:
    """Return the months of the last recorded run (none: nothing was recorded)."""
    if not path.exists():
        return []
    rows: list[Figures] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def compared(figures: Figures, recorded: Iterable[Figures]) -> Iterator[str]:
    """
    Say how a month compares with the recorded one of the same name, seed and seconds.

    Tiers are compared in their order: the first that differs decides. Other figures are printed as
    ratios where they differ.
    """
    before = next((row for row in recorded if _key(row) == _key(figures)), None)
    if before is None:
        yield "    rien d’enregistré pour ce mois, cette graine et cette durée"
        return
    now, then = ([cost for _, cost, _ in row["tiers"]] for row in (figures, before))
    verdict = "RECUL" if not now or now > then else "progrès" if now < then else "identique"
    yield f"    enregistré : {' / '.join(map(str, then))}, {verdict}"
    pairs = zip(before["tiers"], figures["tiers"], strict=False)
    lower = [f"rang {n} {b} → {a}" for (n, _, b), (_, _, a) in pairs if a < b]
    if now == then and lower:
        yield "    bornes plus basses : " + ", ".join(lower)
    ratios = [
        f"{words} {_ratio(figures.get(name), before.get(name))}"
        for name, words in PLAIN.items()
        if figures.get(name) != before.get(name)
    ]
    if ratios:
        yield "    rapports à l’enregistré : " + ", ".join(ratios)


def _ratio(now: float | None, then: float | None) -> str:
    if now is None or not then:
        return f"{'–' if then is None else then} → {'–' if now is None else now}"
    return f"× {now / then:.2f}"


def _key(row: Figures) -> tuple[str, int, float]:
    return row["name"], row["seed"], row["seconds"]
