import xml.etree.ElementTree as ET

import pytest

from api.export.month.plots import coverage_plot, hours_plot
from api.planning.grid import grid
from tests.api.export.samples import NAMES, small
from tests.api.export.walls import wall


@pytest.mark.long
@pytest.mark.parametrize("plot", [coverage_plot, hours_plot])
def test_a_plot_is_the_same_drawing_each_time(plot: object) -> None:
    assert callable(plot)
    made = grid(small(), names=NAMES)

    first, second = plot(made)["svg"], plot(made)["svg"]

    assert first == second
    assert ET.fromstring(first).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert b"<dc:date>" not in first


def test_a_plot_is_also_a_png() -> None:
    assert coverage_plot(grid(small()))["png"].startswith(b"\x89PNG")


@pytest.mark.long
def test_a_team_of_many_makes_a_taller_drawing() -> None:
    heights = []
    for people in (10, 40):
        rota, names = wall(people)
        svg = ET.fromstring(hours_plot(grid(rota, names=names))["svg"])  # noqa: S314
        heights.append(float(svg.attrib["height"].removesuffix("pt")))

    assert heights[1] > 2 * heights[0]
