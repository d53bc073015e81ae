from __future__ import annotations

from pathlib import Path

import pytest

from moderation.domain import LABELS
from moderation.errors import CorpusError
from moderation.learning.authored_examples import COMMENTS, FOLDER, read_comments


def write(tmp_path: Path, *cases: str) -> Path:
    file = tmp_path / "comments_tax.yaml"
    lines = "".join(f'  - "{case}"\n' for case in cases)
    file.write_text(f"register: news\ncases:\n{lines}")
    return file


def test_a_comment_is_labelled_by_its_codes(tmp_path: Path) -> None:
    file = write(
        tmp_path, "- | The tax is too high.", "H P X | @Carl piss off.", "a25 | Like 1943."
    )
    calm, rude, contested = read_comments(file)
    assert calm.id == "authored_comments/tax-1-0"
    assert calm.text == "The tax is too high."
    assert calm.targets == dict.fromkeys(LABELS, 0.0)
    assert (rude.targets["harassment"], rude.targets["identity_attack"]) == (1.0, 0.0)
    assert "antisemitism" not in contested.targets


@pytest.mark.parametrize("case", ["The tax is too high.", "Q | What?", "H | ", "U | xyz"])
def test_a_comment_without_known_codes_is_refused_with_its_number(
    tmp_path: Path, case: str
) -> None:
    with pytest.raises(CorpusError, match="case 2"):
        list(read_comments(write(tmp_path, "- | Fine.", case)))


def test_no_comment_stands_twice_in_the_packaged_files() -> None:
    texts = [e.text for file in sorted(FOLDER.glob(COMMENTS)) for e in read_comments(file)]
    assert len(texts) == len(set(texts))
