"""Ways in which people disguise a comment. Pure; the same seed gives the same disguise.

Most attacks change the words that they are given (the ones that would offend); the last
ones work on the whole text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

Attack = Callable[[str, Collection[str], random.Random], str]
"""Text, its words to disguise (case-folded), and a source of chance -> the disguised text."""
_OnWord = Callable[[str, random.Random], str]

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
_NEAR: Final = {
    **dict(zip("qwertyuiop", "wertyuiopo", strict=True)),
    **dict(zip("asdfghjkl", "sdfghjklk", strict=True)),
    **dict(zip("zxcvbnm", "xcvbnmn", strict=True)),
}
_HARMLESS: Final = "Lovely weather today, thanks for the article and have a great weekend everyone."


def disguise(name: str, text: str, words: Collection[str], seed: int) -> str:
    """`text` after the attack `name` on `words` (case-folded)."""
    return ATTACKS[name](text, words, random.Random(f"{name}/{seed}"))  # noqa: S311


def _each(change: _OnWord) -> Attack:
    def attack(text: str, words: Collection[str], rng: random.Random) -> str:
        return _WORD.sub(
            lambda m: change(m[0], rng) if m[0].casefold() in words else m[0],
            text,
        )

    return attack


def _letters(source: str, target: str) -> Attack:
    table = str.maketrans(source, target)
    return _each(lambda word, _: word.lower().translate(table))


def _alphabet(first: str, base: str = "a") -> Attack:
    """Letters shifted to where another alphabet of the same order begins."""
    step = ord(first) - ord(base)

    def change(word: str, _: random.Random) -> str:
        cased = word.upper() if base == "A" else word.lower()
        return "".join(chr(ord(c) + step) if c.isascii() and c.isalpha() else c for c in cased)

    return _each(change)


def _between(gap: str) -> Attack:
    return _each(lambda word, _: gap.join(word))


def _inside(hidden: str) -> Attack:
    return _each(lambda word, _: word[: len(word) // 2] + hidden + word[len(word) // 2 :])


def _after_each(sign: str) -> Attack:
    return _each(lambda word, _: "".join(c + sign for c in word))


def _at_a_middle(change: Callable[[str, int], str]) -> Attack:
    """Change a word of three letters or more at one of its inner places."""
    return _each(
        lambda word, rng: change(word, rng.randrange(1, len(word) - 1)) if len(word) > 2 else word
    )


def _upside_down(word: str, _: random.Random) -> str:
    table = str.maketrans(_LOWER, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz")
    return word.lower().translate(table)[::-1]


def _regional(word: str, _: random.Random) -> str:
    shifted = (chr(ord("🇦") + ord(c) - 65) if "A" <= c <= "Z" else c for c in word.upper())
    return " ".join(shifted)


def _random_case(text: str, _: Collection[str], rng: random.Random) -> str:
    return "".join(c.upper() if rng.random() < 0.5 else c.lower() for c in text)


def _glued(text: str, words: Collection[str], _: random.Random) -> str:
    """Each word to hide is written together with the word before it."""
    hidden = "|".join(re.escape(word) for word in words) or r"(?!)"
    return re.sub(rf"(?<=\w) (?=(?:{hidden})\b)", "", text, flags=re.IGNORECASE)


def _underscored(text: str, _: Collection[str], __: random.Random) -> str:
    return text.replace(" ", "_")


ATTACKS: Final[Mapping[str, Attack]] = MappingProxyType(
    {
        "cyrillic letters": _letters("aeopcyxi", "аеорсухі"),
        "greek letters": _letters("oiavu", "οιανυ"),
        "accents": _letters("aeiou", "áéïöü"),
        "mathematical bold": _alphabet("𝐚"),
        "fraktur": _alphabet("𝖆"),
        "circled": _alphabet("ⓐ"),
        "squared": _alphabet("🄰", "A"),
        "negative squared": _alphabet("🅰", "A"),
        "fullwidth": _alphabet("ａ"),
        "small capitals": _letters("abcdeilmnoprstuw", "ᴀʙᴄᴅᴇɪʟᴍɴᴏᴘʀꜱᴛᴜᴡ"),
        "superscript": _letters("abdeilmnoprstuw", "ᵃᵇᵈᵉⁱˡᵐⁿᵒᵖʳˢᵗᵘʷ"),
        "regional indicators": _each(_regional),
        "zero-width spaces": _between("\u200b"),
        "zero-width joiner": _inside("\u200d"),
        "soft hyphens": _between("\u00ad"),
        "variation selector": _inside("\ufe0f"),
        "tag characters": _inside("\U000e0061\U000e0062"),
        "zalgo": _after_each("\u0335\u0321\u034c"),
        "struck through": _after_each("\u0336"),
        "spaces": _between(" "),
        "dots": _between("."),
        "dashes": _between("-"),
        "one space": _inside(" "),
        "repeats": _at_a_middle(lambda word, i: word[:i] + word[i] * 5 + word[i + 1 :]),
        "leet": _letters("aieost", "413057"),
        "leet, signs": _letters("ais", "@!$"),
        "one letter masked": _at_a_middle(lambda word, i: f"{word[:i]}*{word[i + 1 :]}"),
        "reversed": _each(lambda word, _: word[::-1]),
        "right-to-left override": _each(lambda word, _: f"\u202e{word[::-1]}\u202c"),
        "upside down": _each(_upside_down),
        "two letters swapped": _at_a_middle(
            lambda word, i: word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]
        ),
        "one letter left out": _at_a_middle(lambda word, i: word[:i] + word[i + 1 :]),
        "one letter mistyped": _at_a_middle(
            lambda word, i: word[:i] + _NEAR.get(word[i].lower(), word[i]) + word[i + 1 :]
        ),
        "vowels left out": _each(lambda word, _: word[0] + re.sub("[aeiou]", "", word[1:])),
        "html tags": _inside("<b></b>"),
        "html entities": _each(lambda word, _: "".join(f"&#{ord(c)};" for c in word)),
        "random capitals": _random_case,
        "all capitals": lambda text, _, __: text.upper(),
        "glued to the word before": _glued,
        "underscores for spaces": _underscored,
        "friendly sentence before": lambda text, _, __: f"{_HARMLESS} {text}",
        "friendly sentence after": lambda text, _, __: f"{text} {_HARMLESS}",
        "love at the end": lambda text, _, __: f"{text} love love",
    }
)
"""Name -> attack. 36 on letters and words, the others on the whole text."""
