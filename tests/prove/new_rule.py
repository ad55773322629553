"""Drop an invented rule into a copy of the product, and run every suite that may see a rule."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.test_a_new_rule import MARKS, everywhere, suite, with_the_rule

if TYPE_CHECKING:
    from collections.abc import Callable


def prove(say: Callable[..., None]) -> int:
    """Run them; return 1 if a test fails."""
    with tempfile.TemporaryDirectory(prefix="regle-") as scratch:
        folder = with_the_rule(Path(scratch))
        done = suite(folder, "-n2", "--dist=worksteal", "-m", MARKS, *everywhere())
    end = done.stdout.strip().splitlines()[-20:] if done.returncode else []
    say(
        f"règle inventée : {'en défaut' if done.returncode else 'aucun autre fichier touché'}", *end
    )
    return 1 if done.returncode else 0
