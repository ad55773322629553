"""Judge the cases of a file, one by one, and say which verdicts aren't the law's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.constraints.law.cases import check, rule_of


def main(path: Path) -> int:
    """Print each case with what was found, and return how many fail."""
    failed = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        case = json.loads(line)
        try:
            check(rule_of(case), case)
            said = case["expected"]
        except (AssertionError, LookupError, StopIteration, ValueError, TypeError) as error:
            failed += 1
            said = f"ÉCHEC : {type(error).__name__} {error}"
        sys.stdout.write(f"{number:4}  {case['id']:8}{case['rule']:40}{said}\n")
    sys.stdout.write(f"{failed} échec(s)\n")
    return failed


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "cases.jsonl"
    sys.exit(1 if main(given) else 0)
