"""Make PDF files with Typst, from a template and data, with the product's own fonts."""

import json
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent
NOON = 12


def pdf(template: str, data: dict[str, Any], made: date) -> bytes:
    """
    Make a PDF; data reach the template as JSON, not markup, so that no name can break it.

    `made` is the document's date: the same input gives the same bytes.
    """
    stamp = datetime(made.year, made.month, made.day, NOON, tzinfo=UTC)
    output = _compiler(template).compile(
        format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=stamp
    )
    return bytes(output)


@cache
def _compiler(template: str) -> Any:
    # Fonts are Matplotlib's, which would take half a second to import; Typst takes some, too.
    import typst  # noqa: PLC0415

    fonts = distribution("matplotlib").locate_file("matplotlib/mpl-data/fonts/ttf")
    return typst.Compiler(
        input=str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
    )
