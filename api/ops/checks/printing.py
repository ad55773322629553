"""Check that a sheet can be set, with the fonts that travel with the product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.ops.check import Check, fault, well

NAME = "impression"
FONT = "DejaVuSans.ttf"
SHEET = '#set text(font: "DejaVu Sans")\nÉté à l’Île d’Yeu'


def printing() -> Check:
    """Typeset one line, and check that a PDF comes out."""
    try:
        import typst  # noqa: PLC0415 - 81 MB: only here
        from matplotlib import get_data_path  # noqa: PLC0415 - same

        fonts = Path(get_data_path()) / "fonts" / "ttf"
        if not (fonts / FONT).is_file():
            return fault(NAME, f"la police {FONT} manque dans {fonts}")
        compiled: Any = typst.compile  # its types mix those of input and fonts
        made = bytes(
            compiled(
                SHEET.encode(), font_paths=[str(fonts)], ignore_system_fonts=True, format="pdf"
            )
        )
    except (ImportError, RuntimeError, OSError) as error:
        return fault(NAME, f"typst ne compose pas ({type(error).__name__})")
    if not made.startswith(b"%PDF-"):
        return fault(NAME, "typst ne compose pas de PDF")
    return well(NAME, "typst compose, police DejaVu Sans")
