"""Examples written by the project: identity sentences, slurs used and mentioned, comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from moderation.domain import LABELS
from moderation.errors import CorpusError
from moderation.learning.annotations.codes import parse_codes
from moderation.learning.definitions import contested_targets
from moderation.learning.examples import Example
from moderation.yaml_file import load_yaml

FOLDER = Path(__file__).parent / "authored"
COMMENTS = "comments_*.yaml"
"""Files of whole comments, each with the codes of the annotation guide."""
LICENCE = "Apache-2.0"


def read_authored() -> Iterator[Example]:
    """All authored training sentences, each group of one template kept in one fold.

    Raises:
        CorpusError: a comment is not `CODES | text`, or its codes are none of the guide's.
    """
    yield from _identity(cast("dict[str, Any]", load_yaml(FOLDER / "identity.yaml")))
    yield from _slurs(cast("dict[str, Any]", load_yaml(FOLDER / "slur_use.yaml")))
    for file in sorted(FOLDER.glob(COMMENTS)):
        yield from read_comments(file)


def read_comments(file: Path) -> Iterator[Example]:
    """The comments of one file, labelled by the codes before the bar.

    Raises:
        CorpusError: a comment is not `CODES | text`, or its codes are none of the guide's.
    """
    data = cast("dict[str, Any]", load_yaml(file))
    topic = file.stem.removeprefix("comments_")
    for number, case in enumerate(data["cases"], 1):
        codes, bar, text = case.partition(" | ")
        try:
            reading = parse_codes(codes)
        except ValueError as error:
            raise _wrong(file, number, str(error)) from error
        if not bar or not text.strip() or not reading.readable:
            raise _wrong(file, number, "expected CODES | text")
        sure = any(code[0] in "Aa" and not code.endswith("?") for code in reading.codes)
        targets = contested_targets(reading.targets, reading.subtypes, sure=sure)
        yield _example(f"authored_comments/{topic}-{number}-0", text.strip(), targets)


def _wrong(file: Path, number: int, what: str) -> CorpusError:
    return CorpusError(
        f"{file}: case {number}: {what}", next_step="See docs/annotation-guide.md for the codes."
    )


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
