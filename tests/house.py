"""
Draw the house from what holds it: `python -m tests.house` writes `docs/house.svg` again.

The floors and their order are those of the layers contract in `pyproject.toml`, and what each
folder is for is the beginning of its line in `docs/architecture.md`.
"""

import re
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
DRAWING = ROOT / "docs/house.svg"
INSIDE = "inside the service, from its doors down to its words"
BELOW = ("constraints", "calendars", "scheduler")
WIDTH, FLOOR, GAP, TOP = 1120, 30, 5, 70
BLUE, GREEN = "#1f4e79", "#3a6b35"


def floors() -> list[list[str]]:
    """Return the folders of `api/` floor by floor, highest first, then the packages below."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {c["name"]: c for c in project["tool"]["importlinter"]["contracts"]}
    layers = [*contracts[INSIDE]["layers"], *BELOW]
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def purposes() -> dict[str, str]:
    """Return what each folder is for, as the tables of the architecture begin to say it."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    purposes: dict[str, str] = {}
    for row in re.findall(r"^\| (`\w[^|]*)\| ([^|]*)\|", text, flags=re.MULTILINE):
        beginning = re.split(r"[:;]| \(", row[1].replace("`", ""))[0].strip()
        for name in re.findall(r"`(\w+)(?:\.py)?/?`", row[0]):
            purposes.setdefault(name, beginning)
    return purposes


def drawn() -> str:
    """Return the drawing."""
    known, rows = purposes(), floors()
    height = TOP + len(rows) * (FLOOR + GAP) + 20
    title = "The floors of api, highest first, above constraints, calendars and scheduler"
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" aria-label="{title}" '
            'font-family="DejaVu Sans, Arial, sans-serif">'
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        (
            '<text x="40" y="32" font-size="19" font-weight="700" fill="#111">The house, floor by '
            "floor</text>"
        ),
        (
            '<text x="40" y="54" font-size="13" fill="#444">A floor may import what stands below '
            "it, never what stands above: import-linter holds it.</text>"
        ),
        (
            f'<path d="M20 {TOP} V{height - 24} M14 {height - 34} L20 {height - 22} '
            f'L26 {height - 34}" fill="none" stroke="#888" stroke-width="2"/>'
        ),
    ]
    inside = len(rows) - len(BELOW)
    for number, row in enumerate(rows):
        y, colour = TOP + number * (FLOOR + GAP), BLUE if number < inside else GREEN
        lines.append(
            f'<rect x="40" y="{y}" width="{WIDTH - 80}" height="{FLOOR}" rx="4" fill="{colour}" '
            f'fill-opacity="0.08" stroke="{colour}" stroke-opacity="0.5"/>'
        )
        names = " · ".join(row)
        # Of several, only the very beginning has room.
        beginnings = [
            known[name].partition(",")[0] if len(row) > 1 else known[name] for name in row
        ]
        purpose = " · ".join(dict.fromkeys(beginnings))
        lines.append(
            f'<text x="54" y="{y + 20}" font-size="14" font-weight="600" fill="{colour}" '
            f'font-family="DejaVu Sans Mono, monospace">{names}</text>'
        )
        lines.append(
            f'<text x="430" y="{y + 20}" font-size="12" fill="#333">'
            f"{escape(purpose, quote=False)}</text>"
        )
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
