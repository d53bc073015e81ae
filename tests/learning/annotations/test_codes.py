"""The readers' codes: their letter, and what follows from them by itself."""

from __future__ import annotations

import re

import pytest

from moderation.domain import LABELS
from moderation.errors import InputError
from moderation.learning.annotations.codes import CONTESTED, CORE, parse_codes, read_codes
from tests.source_tree import ROOT

GUIDE = (ROOT / "docs" / "annotation-guide.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| .* \| `([^`]*)` \|$", GUIDE, re.MULTILINE)


def _marked(codes: str) -> dict[str, float]:
    return {label: value for label, value in parse_codes(codes).targets.items() if value}


def test_nothing_is_a_judgement_on_every_label() -> None:
    assert parse_codes("-").targets == dict.fromkeys(LABELS, 0.0)


def test_an_unreadable_comment_is_judged_on_no_label() -> None:
    reading = parse_codes("U")
    assert reading.targets == {}
    assert not reading.readable


@pytest.mark.parametrize(
    ("codes", "marked"),
    [
        ("S", {"slur": 1, "identity_attack": 1, "toxicity": 1}),
        ("S H", {"slur": 1, "harassment": 1, "toxicity": 1}),
        ("S I?", {"slur": 1, "identity_attack": 0.5, "toxicity": 1}),
        ("A04", {"antisemitism": 1, "identity_attack": 1, "toxicity": 1}),
        ("A04?", {"antisemitism": 0.5, "identity_attack": 0.5, "toxicity": 0.5}),
        ("A01", {"slur": 1, "antisemitism": 1, "identity_attack": 1, "toxicity": 1}),
        ("A03", {"threat": 1, "antisemitism": 1, "identity_attack": 1, "toxicity": 1}),
        ("H X?", {"harassment": 1, "toxicity": 0.5}),
        ("T", {"threat": 1, "toxicity": 1}),
        ("P", {"profanity": 1}),
        ("sm C", {}),
        ("I?", {"identity_attack": 0.5, "toxicity": 0.5}),
        ("A04? A07", {"antisemitism": 1, "identity_attack": 1, "toxicity": 1}),
    ],
)
def test_a_code_brings_what_it_implies_and_overrules_nothing_written(
    codes: str, marked: dict[str, float]
) -> None:
    assert _marked(codes) == marked


def test_a_contested_sub_type_alone_leaves_antisemitism_unjudged() -> None:
    reading = parse_codes("a25 X")
    assert "antisemitism" not in reading.targets
    assert reading.targets["identity_attack"] == 0.0
    assert reading.subtypes == ("nazi_equation",)


def test_a_core_sub_type_beside_a_contested_one_is_antisemitism() -> None:
    reading = parse_codes("A21 a26?")
    assert reading.targets["antisemitism"] == 1.0
    assert reading.subtypes == ("trope_on_israel", "self_determination_denial")


def test_the_use_of_a_slur_word_is_recorded() -> None:
    assert parse_codes("S sm C").uses == ("use", "mention", "counter")
    assert parse_codes("S?").uses == ("unclear",)


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ("", "no code"),
        ("Z", "unknown code 'Z'"),
        ("A", "unknown code 'A'"),
        ("A25", "unknown code 'A25'"),
        ("a04", "unknown code 'a04'"),
        ("s", "unknown code 's'"),
        ("SIX", "unknown code 'SIX'"),
        ("S,I", "unknown code 'S,I'"),
        ("- X", "- stands alone"),
        ("U X", "U stands alone"),
        ("X X?", "X is written twice"),
        ("C?", "C takes no question mark"),
        ("sm?", "sm takes no question mark"),
        ("X??", "unknown code"),
    ],
)
def test_what_is_no_code_is_refused(codes: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        parse_codes(codes)


def test_every_fault_of_a_file_is_named_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        read_codes("1 -\n\n2 Q\n1 X\n9 X\n", "001.A.txt", range(1, 4))
    message = str(caught.value)
    assert message.startswith("001.A.txt: line 3: unknown code 'Q'")
    assert "line 4: 1 stands there twice" in message
    assert "line 5: '9' is no number of this batch" in message


def test_a_comment_that_was_passed_over_is_named() -> None:
    with pytest.raises(InputError, match="no line for 2, 3"):
        read_codes("1 -\n", "001.A.txt", range(1, 4))
    assert list(read_codes("2 X\n", "001.settle.txt", range(1, 4), whole=False)) == [2]


@pytest.mark.parametrize("codes", EXAMPLES)
def test_every_example_of_the_guide_has_all_the_codes_that_follow(codes: str) -> None:
    letters = {"S", "H", "I", "T", "X"}
    labels = ("slur", "harassment", "identity_attack", "threat", "toxicity")
    written = {code.rstrip("?") for code in codes.split()} & letters
    marked = _marked(codes)
    assert written == {
        letter
        for letter, label in zip(("S", "H", "I", "T", "X"), labels, strict=True)
        if label in marked
    }


def test_the_guide_numbers_every_sub_type_as_the_codes_do() -> None:
    listed = re.findall(r"^\| `([Aa]\d\d)` \| (\w+) \|", GUIDE, re.MULTILINE)
    core = [(f"A{number:02}", name) for number, name in enumerate(CORE)]
    contested = [(f"a{number}", name) for number, name in enumerate(CONTESTED, len(CORE))]
    assert listed == core + contested


def test_the_guide_gives_every_label_examples_of_its_own() -> None:
    for label in LABELS:
        part = re.split(rf"^## {label} ", GUIDE, flags=re.MULTILINE)[1].split("\n## ")[0]
        assert len(re.findall(r"^\| .* \| `[^`]*` \|$", part, re.MULTILINE)) >= 4
