"""
Icons of the menu and of actions, drawn in the page's own HTML.

They are files of Lucide (ISC licence, `LICENSE` beside them), without their frame: no request is
made for an icon, and each has the colour of the text that it stands with.
"""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent
_FRAME = re.compile(r"<!--.*?-->|</?svg[^>]*>|\s*\n\s*", re.DOTALL)


@cache
def pictogram(name: str) -> Markup:
    """
    Return the drawing that a file of Lucide holds; empty, if `name` is.

    It says nothing to who can't see it: the text beside it does. FileNotFoundError: no file has
    that name.
    """
    if not name:
        return Markup()
    drawing = _FRAME.sub("", (FOLDER / f"{name}.svg").read_text("utf-8"))
    frame = Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>')
    return frame.format(Markup(drawing))  # noqa: S704 - a file of ours
