"""Which language a comment is in. `und` is an honest answer; a wrong language is not."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from moderation.text.language_words import CROATIAN, WORDS
from moderation.text.scripts import script_of
from moderation.text.wordlists import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ: Final = 5000
"""Characters looked at: a language does not need more, and 10 MB comments exist."""

_MIN_LETTERS: Final = 20
_MIN_SCRIPT_LETTERS: Final = 3
_MIN_LISTED: Final = 0.75
_MIN_UNLISTED: Final = 0.97
_MIN_UNLISTED_LETTERS: Final = 60
_MIN_ENGLISH: Final = 0.5

_NOISE: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[@#]\w+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_LATIN_LANGUAGES: Final = words(
    "en de fr es it pt nl pl cs sk sr hr bs sl tr sv da no ro hu fi sq id"
    " af az ca et eu gl lt lv ms so sw tl vi"
)
_ONE_LANGUAGE: Final = {
    "Greek": "el", "Hebrew": "he", "Armenian": "hy", "Georgian": "ka", "Thai": "th", "Lao": "lo",
    "Hangul": "ko", "Hiragana": "ja", "Katakana": "ja", "Khmer": "km", "Myanmar": "my",
    "Ethiopic": "am", "Devanagari": "hi", "Bengali": "bn", "Gurmukhi": "pa", "Gujarati": "gu",
    "Oriya": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml",
    "Sinhala": "si", "Tibetan": "bo", "Mongolian": "mn", "Han": "zh",
}  # fmt: skip
# Letters that settle it, in the order in which to ask.
_TELLING: Final = {
    "Cyrillic": (
        ("mk", "ѓќѕ"), ("sr", "ђћџљњј"), ("uk", "іїєґ"), ("be", "ў"), ("ru", "ыэё"), ("bg", "ъ"),
    ),
    "Arabic": (("ur", "ٹڈڑںے"), ("ps", "ټډړښ"), ("fa", "پچژگ")),
}  # fmt: skip
_DEFAULT: Final = {"Cyrillic": "ru", "Arabic": "ar"}
_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Language:
    """A guess at a comment's language.

    Attributes:
        code: ISO 639-1, or `und` where the text is too short or too odd to tell.
        confidence: 0 to 1; 0 for `und`.
    """

    code: str
    confidence: float


UNDETERMINED: Final = Language("und", 0.0)


def detect_language(text: str) -> Language:
    """Guess the language of a comment. Deterministic; prefers `und` to a wrong guess."""
    text = _NOISE.sub(" ", text[:_READ])
    scripts = Counter(filter(None, map(script_of, text)))
    letters = scripts.total()
    if not letters:
        return UNDETERMINED
    script, count = _main_script(scripts)
    if script not in ("Latin", "Phonetic"):
        if count < _MIN_SCRIPT_LETTERS or count * 2 <= letters:
            return UNDETERMINED
        return Language(_of_script(script, text.lower()), count / letters)
    if letters < _MIN_LETTERS:
        return UNDETERMINED
    return _of_latin(text, letters)


def _main_script(scripts: Counter[str]) -> tuple[str, int]:
    japanese = scripts["Hiragana"] + scripts["Katakana"]
    if japanese:
        # Japanese writes most of its content in Han characters.
        return "Hiragana", japanese + scripts["Han"]
    return scripts.most_common(1)[0]


def _of_script(script: str, text: str) -> str:
    for code, letters in _TELLING.get(script, ()):
        if not set(letters).isdisjoint(text):
            return code
    return _DEFAULT.get(script) or _ONE_LANGUAGE.get(script, "und")


def _of_latin(text: str, letters: int) -> Language:
    """Two witnesses must agree: letter sequences and grammatical words."""
    spoken = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    code, confidence = _by_letters(text)
    english = _known(spoken, "en")
    if code == "en":
        sure = confidence >= _MIN_ENGLISH or english
        return Language("en", confidence) if sure else UNDETERMINED
    own = _known(spoken, _listed(code))
    if own > english and own > 1 and confidence >= _MIN_LISTED:
        return Language(_name_of(code, spoken), confidence)
    if english > own and english > 1:
        return Language("en", 1 - confidence)
    if code in WORDS or english or letters < _MIN_UNLISTED_LETTERS or confidence < _MIN_UNLISTED:
        return UNDETERMINED
    return Language(code, confidence)


def _known(spoken: Iterable[str], code: str) -> int:
    """How many different grammatical words of a language there are."""
    return len(WORDS.get(code, frozenset()).intersection(spoken))


def _listed(code: str) -> str:
    """The language under whose name the grammatical words are listed."""
    return "sr" if code in ("hr", "bs") else code


def _name_of(code: str, spoken: Iterable[str]) -> str:
    """Serbian or Croatian, which letters alone hardly tell apart."""
    if _listed(code) != "sr":
        return code
    return "sr" if CROATIAN.isdisjoint(spoken) else "hr"


def _by_letters(text: str) -> tuple[str, float]:
    capitals = sum(char.isupper() for char in text)
    if capitals * 2 > sum(char.isalpha() for char in text):
        text = text.lower()
    ranked = _identifier().rank(text)
    code, confidence = ranked[0]
    if _listed(code) == "sr":
        confidence = sum(value for name, value in ranked if _listed(name) == "sr")
    return code, min(1.0, float(confidence))


def _identifier() -> LanguageIdentifier:
    # Two threads at the first comment would both read the file.
    with _LOADING:
        return _load()


@lru_cache(maxsize=1)
def _load() -> LanguageIdentifier:
    """Read the letter statistics once; half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN_LANGUAGES)
    return identifier
