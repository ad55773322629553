"""What was compiled is used again as long as no source of the folder has changed."""

from __future__ import annotations

from pathlib import Path

from tests.bench.columns import compiling
from tests.bench.columns.pricing import price


def test_a_change_of_any_source_is_another_state(tmp_path: Path) -> None:
    (tmp_path / "calling.py").write_text("from called import f")
    (tmp_path / "called.py").write_text("def f(): return 1")
    before = compiling.state_of(tmp_path)
    assert compiling.state_of(tmp_path) == before

    (tmp_path / "called.py").write_text("def f(): return 2")
    assert compiling.state_of(tmp_path) != before


def test_what_is_compiled_is_kept_under_the_state_of_the_sources() -> None:
    state = compiling.state_of(Path(compiling.__file__).parent)
    assert f"columns-{state}" in str(price.stats.cache_path)
