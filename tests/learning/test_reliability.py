from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from moderation.learning.examples import Example
from moderation.learning.reliability import draw_all, draw_reliability, reliability_bins

SVG = "{http://www.w3.org/2000/svg}"


def test_a_bin_has_the_means_of_its_examples() -> None:
    low, high = reliability_bins([0, 1, 1, 1], [0.02, 0.04, 0.95, 1.0])
    assert (low.n, low.truth, low.score) == (2, 0.5, pytest.approx(0.03))
    assert (high.n, high.truth, high.score) == (2, 1.0, pytest.approx(0.975))


def test_the_plot_has_a_point_for_each_bin_and_tells_the_error() -> None:
    drawn = draw_reliability("slur", [0, 1, 1, 1], [0.02, 0.04, 0.95, 1.0])
    root = ET.fromstring(drawn)
    assert len(root.findall(f".//{SVG}circle")) == 2
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "slur: calibration error 0.247 on 4 examples"


def test_a_perfect_bin_lies_on_the_diagonal() -> None:
    root = ET.fromstring(draw_reliability("slur", [1.0, 1.0], [1.0, 1.0]))
    circle = root.find(f".//{SVG}circle")
    assert circle is not None
    frame = root.findall(f"{SVG}rect")[1]
    assert float(circle.get("cx", 0)) == float(frame.get("x", 0)) + float(frame.get("width", 0))
    assert circle.get("cy") == frame.get("y")


def test_a_plot_is_small_and_always_the_same() -> None:
    rng = np.random.default_rng(0)
    scores = rng.uniform(size=20_000).tolist()
    truth = (rng.uniform(size=20_000) < scores).astype(float).tolist()
    drawn = draw_reliability("toxicity", truth, scores)
    assert len(drawn) < 100_000
    assert drawn == draw_reliability("toxicity", truth, scores)


def test_only_labels_that_were_judged_are_drawn() -> None:
    example = Example(
        id="a/1", corpus="a", text="x", targets={"slur": 1.0}, group="1", licence="MIT",
        permissive=True,
    )  # fmt: skip
    drawn = draw_all(("slur", "threat"), [example], np.array([[0.7, 0.1]]))
    assert list(drawn) == ["reliability-slur.svg"]
