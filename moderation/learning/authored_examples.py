"""Examples written by the project: friendly identity sentences, slurs used and mentioned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from moderation.domain import LABELS
from moderation.learning.examples import Example
from moderation.yaml_file import load_yaml

FOLDER = Path(__file__).parent / "authored"
LICENCE = "Apache-2.0"


def read_authored() -> Iterator[Example]:
    """All authored training sentences, each group of one template kept in one fold."""
    yield from _identity(cast("dict[str, Any]", load_yaml(FOLDER / "identity.yaml")))
    yield from _slurs(cast("dict[str, Any]", load_yaml(FOLDER / "slur_use.yaml")))


def _identity(data: Mapping[str, Any]) -> Iterator[Example]:
    for number, template in enumerate(data["harmless"]):
        for position, group in enumerate(data["groups"]):
            text = template.format(**group)
            yield _example(
                f"authored_identity/{number}-{position}",
                text[0].upper() + text[1:],
                dict.fromkeys(LABELS, 0.0),
            )


def _slurs(data: Mapping[str, Any]) -> Iterator[Example]:
    words = [(target, word) for target, listed in data["slurs"].items() for word in listed]
    for position, (target, word) in enumerate(words):
        jewish = 1.0 if target == "Jews" else 0.0
        used = {"slur": 1.0, "identity_attack": 0.9, "toxicity": 0.95, "antisemitism": jewish}
        mentioned = {"slur": 0.0, "identity_attack": 0.0, "antisemitism": 0.0, "harassment": 0.0}
        for kind, targets in (("use", used), ("mention", mentioned)):
            for number, template in enumerate(data[kind]):
                # A third of the templates a word: enough to learn the frame, not the list.
                if (number + position) % 3 == 0:
                    text = template.format(slur=word, slurs=f"{word}s")
                    yield _example(f"authored_slurs/{kind}-{number}-{position}", text, targets)


def _example(identity: str, text: str, targets: Mapping[str, float]) -> Example:
    corpus, row = identity.split("/")
    return Example(
        id=identity,
        corpus=corpus,
        text=text,
        targets=targets,
        group=f"{corpus}/{row.rsplit('-', 1)[0]}",
        licence=LICENCE,
        permissive=True,
    )
