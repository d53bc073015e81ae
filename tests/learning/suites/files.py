"""Small suite files for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

TWO = """\
suite: small
label: antisemitism
functionalities:
  - id: H1
    title: Open hate
    group: explicit
    expect: flag
    subtype: dehumanisation
    families:
      - id: H1-a
        split: train
        cases:
          - text: "a jewhateword in training"
            twin: {text: "a friendly word in training", of: N1}
      - id: H1-b
        split: test
        cases:
          - text: "the first jewhateword"
            twin: {text: "the first kind word", of: N1}
          - text: "a sentence without the word"
            twin: {text: "another kind sentence", of: N1}
          - text: "jewhateword number three"
            twin: {text: "no jewhateword from me", of: N1}
          - text: "jewhateword without a twin"
  - id: H2
    title: A contested statement
    group: tropes
    expect: flag
    subtype: nazi_equation
    policy: ihra
    families:
      - id: H2-a
        split: test
        cases:
          - text: "contested jewhateword"
            twin: {text: "a harmless statement", of: N1}
          - text: "contested and calm"
  - id: N1
    title: Harmless
    group: contrast
    expect: pass
    families:
      - id: N1-a
        split: test
        cases:
          - text: "a slurword and nothing else"
      - id: N1-b
        split: train
        cases:
          - text: "good morning"
"""

THIN_NOTE = "own.yaml: H1 has only 5 of 20 cases from which on a share begins to say something"


def write(folder: Path, text: str = TWO, name: str = "own.yaml") -> Path:
    """A suite file."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def changed(folder: Path, *changes: Sequence[str], name: str = "own.yaml") -> Path:
    """TWO with some of its words replaced, each (old, new) at its first place."""
    text = TWO
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return write(folder, text, name)
