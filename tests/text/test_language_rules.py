"""The rules by which two witnesses, letters and words, agree on a language."""

from __future__ import annotations

import pytest

from moderation.text import Language, detect_language, language

SCRIPTS = [
    ("שלום לכולם", "he"),
    ("γεια σας", "el"),
    ("สวัสดีครับ", "th"),
    ("안녕하세요", "ko"),
    ("こんにちは", "ja"),
    ("日本語の漢字", "ja"),
    ("你好世界啊", "zh"),
    ("नमस्ते दुनिया", "hi"),
    ("გამარჯობა", "ka"),
    ("բարև ձեզ", "hy"),
    ("Љубав и њега", "sr"),
    ("ова е македонски јазик, ѓавол", "mk"),
    ("Слава Україні", "uk"),
    ("Жыве Беларусь, ўсе", "be"),
    ("България е държава", "bg"),
    ("این یک متن فارسی است که می‌گوید", "fa"),
    ("یہ اردو ہے", "ur"),
    ("ИДИОТЫ", "ru"),
    ("ЉУБАВ", "sr"),
]


@pytest.mark.parametrize(("text", "code"), SCRIPTS)
def test_a_script_of_its_own_tells_the_language(text: str, code: str) -> None:
    assert detect_language(text).code == code
    assert detect_language(text).confidence > 0.5


@pytest.mark.parametrize(
    ("text", "letters_say", "answer"),
    [
        # Two grammatical words and three quarters of the letters' trust are enough.
        ("und nicht xxxxxxxxxxxxxxxx", ("de", 0.75), Language("de", 0.75)),
        ("und nicht xxxxxxxxxxxxxxxx", ("de", 0.74), Language("und", 0.0)),
        ("nicht xxxxxxxxxxxxxxxxxxxx", ("de", 0.99), Language("und", 0.0)),
        ("und nicht the they xxxxxxxxx", ("de", 0.99), Language("und", 0.0)),
        ("und nicht auch the they xxxx", ("de", 0.99), Language("de", 0.99)),
        # English words outvote letters, if there are two of them and more than the others.
        ("the they xxxxxxxxxxxxxxxxxx", ("de", 0.6), Language("en", 0.4)),
        ("the xxxxxxxxxxxxxxxxxxxxxx", ("de", 0.6), Language("und", 0.0)),
        # English by its letters needs half of their trust, or one English word.
        ("xxxxxxxxxxxxxxxxxxxxxxxxxx", ("en", 0.5), Language("en", 0.5)),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxx", ("en", 0.49), Language("und", 0.0)),
        ("the xxxxxxxxxxxxxxxxxxxxxx", ("en", 0.2), Language("en", 0.2)),
        # A language without a word list needs sixty letters and near certainty.
        ("x" * 60, ("sw", 0.97), Language("sw", 0.97)),
        ("x" * 59, ("sw", 0.97), Language("und", 0.0)),
        ("x" * 60, ("sw", 0.96), Language("und", 0.0)),
        ("the " + "x" * 60, ("sw", 0.99), Language("und", 0.0)),
        ("x" * 80, ("de", 0.99), Language("und", 0.0)),
        # Serbian, Croatian and Bosnian share a word list.
        ("nije ovako xxxxxxxxxxxx samo", ("bs", 0.9), Language("sr", 0.9)),
        ("nije uvijek xxxxxxxxxxx samo", ("bs", 0.9), Language("hr", 0.9)),
        ("DON’T XXXXXXXXXXXXXXXXXXXXX", ("en", 0.1), Language("en", 0.1)),
    ],
)
def test_letters_and_grammatical_words_must_agree(
    monkeypatch: pytest.MonkeyPatch, text: str, letters_say: tuple[str, float], answer: Language
) -> None:
    monkeypatch.setattr(language, "_by_letters", lambda _text: letters_say)
    found = detect_language(text)
    assert found.code == answer.code
    assert found.confidence == pytest.approx(answer.confidence)


class Witness:
    """Says what it is told to and remembers what it was asked."""

    def __init__(self, ranked: list[tuple[str, float]]) -> None:
        self.ranked = ranked
        self.asked: list[str] = []

    def rank(self, text: str) -> list[tuple[str, float]]:
        self.asked.append(text)
        return self.ranked


def test_trust_in_serbian_and_its_neighbours_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness([("hr", 0.4), ("sr", 0.3), ("bs", 0.2), ("sl", 0.1)])
    monkeypatch.setattr(language, "_identifier", lambda: witness)
    assert detect_language("nije ovako nego samo tako").confidence == pytest.approx(0.9)
    witness.ranked = [("de", 0.8), ("nl", 0.2)]
    assert detect_language("und nicht xxxxxxxxxxxxxx").confidence == pytest.approx(0.8)


def test_text_mostly_in_capitals_is_read_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness([("en", 1.0)])
    monkeypatch.setattr(language, "_identifier", lambda: witness)
    for text in ("ABCDEFGHIJKLM ghijklmno", "ABCDEFGHIJ klmnopqrst", "Abcdefghij Klmnopqrst"):
        detect_language(text)
    assert witness.asked == [
        "abcdefghijklm ghijklmno",
        "ABCDEFGHIJ klmnopqrst",
        "Abcdefghij Klmnopqrst",
    ]


def test_japanese_is_told_by_its_syllables_and_counted_with_its_characters() -> None:
    assert detect_language("日本語は abc") == Language("ja", 4 / 7)
    assert detect_language("日本語カナ abc") == Language("ja", 5 / 8)
    assert detect_language("日本語は abcd").code == "und"
