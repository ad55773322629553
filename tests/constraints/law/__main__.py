"""
Judge the cases of a file, one by one; say which verdicts aren't the law's, which can't be held.

It returns 0 where every verdict is the law's, 1 where one isn't, 3 where none differs and some
cases tell what no timeline of ours holds, 2 where the file can't be read.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.constraints.law.judged import Judged, Outcome, judge

GIVEN = Path(__file__).parent / "cases.jsonl"


def main(path: Path) -> int:
    """Print each case with what came of it, then how many of each; return the exit code."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{path} : fichier illisible ({error})\n")
        return 2
    counts: Counter[Outcome] = Counter()
    missing: Counter[str] = Counter()
    for number, judged in _judged(text):
        counts[judged.outcome] += 1
        missing.update({reason.partition(" ")[0] for reason in judged.missing})
        sys.stdout.write(f"{number:4}  {judged.id:8}{judged.rule:40}{judged}\n")
    if missing:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in missing.most_common())
        sys.stdout.write(f"ce qui n’est pas représenté, et dans combien de cas : {reasons}\n")
    same, other, unheld = (counts[outcome] for outcome in Outcome)
    sys.stdout.write(
        f"{counts.total()} cas : {same} conforme(s) au droit, {other} écart(s), "
        f"{unheld} non représenté(s)\n"
    )
    return 1 if other else 3 if unheld else 0


def _judged(text: str) -> Iterator[tuple[int, Judged]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, judge(_case(line))


def _case(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else GIVEN))
