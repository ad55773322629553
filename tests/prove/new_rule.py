"""Drop an invented rule into a copy of the product, and run every suite that may see a rule."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.test_a_new_rule import MARKS, everywhere, suite, with_the_rule


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
