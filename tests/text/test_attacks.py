"""Ways in which people hide words, with mild ones: how many are found again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.text import normalize

WORDS = ("idiot", "moron", "loser", "stupid", "clown", "parasite")

Attack = Callable[[str], str]


def _map(source: str, target: str) -> Attack:
    return lambda word: word.translate(str.maketrans(source, target))


def _shift(first: str, base: str = "a") -> Attack:
    def attack(word: str) -> str:
        letters = word.upper() if base == "A" else word
        return "".join(chr(ord(first) + ord(char) - ord(base)) for char in letters)

    return attack


def _between(gap: str) -> Attack:
    return gap.join


def _inside(hidden: str) -> Attack:
    return lambda word: word[:2] + hidden + word[2:]


FLIP = _map("abcdefghijklmnopqrstuvwxyz", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz")

NEAR = dict(zip("qwertyuioasdfghjklzxcvbnm", "wertyuiopsdfghjklkxcvbnmn", strict=True))

ATTACKS: dict[str, Attack] = {
    "cyrillic": _map("aeopcyxi", "аеорсухі"),
    "cyrillic, small capitals' shapes": _map("aeoipm", "аеоірм"),
    "greek": _map("oiavu", "οιανυ"),
    "mathematical bold": _shift("𝐚"),
    "fraktur": _shift("𝖆"),
    "circled": _shift("ⓐ"),
    "squared": _shift("🄰", "A"),
    "superscript": _map("abdeilmnoprstuw", "ᵃᵇᵈᵉⁱˡᵐⁿᵒᵖʳˢᵗᵘʷ"),
    "fullwidth": _shift("ａ"),
    "negative squared": _shift("🅰", "A"),
    "negative circled": _shift("🅐", "A"),
    "regional indicators": lambda word: " ".join(_shift("🇦", "A")(word)),
    "small capitals": _map("abcdeilmnoprstuw", "ᴀʙᴄᴅᴇɪʟᴍɴᴏᴘʀꜱᴛᴜᴡ"),
    "zero-width space": _between("\u200b"),
    "zero-width joiner": _inside("\u200d"),
    "soft hyphen": _between("\u00ad"),
    "word joiner": _inside("\u2060"),
    "variation selector": _inside("\ufe0f"),
    "tag characters": _inside("\U000e0061\U000e0062"),
    "zalgo": lambda word: "".join(char + "\u0335\u0321\u034c\u0301" for char in word),
    "struck through": lambda word: "".join(char + "\u0336" for char in word),
    "accents": _map("aeiou", "áéïöü"),
    "spaces": _between(" "),
    "dots": _between("."),
    "dashes": _between("-"),
    "one space": lambda word: word[:2] + " " + word[2:],
    "repeats": lambda word: word[0] + word[1] * 5 + word[2:],
    "leet": _map("aieost", "413057"),
    "leet, signs": _map("ais", "@!$"),
    "leet, l": _map("lo", "10"),
    "drawn": lambda word: word.replace("o", "()").replace("d", "|)"),
    "html entities": lambda word: "".join(f"&#{ord(char)};" for char in word),
    "html tags": _inside("<b></b>"),
    "reversed": lambda word: word[::-1],
    "right-to-left override": lambda word: "\u202e" + word[::-1] + "\u202c",
    "upside down": lambda word: FLIP(word)[::-1],
    "two letters swapped": lambda word: word[:2] + word[3] + word[2] + word[4:],
    "one letter left out": lambda word: word[:2] + word[3:],
    "one letter mistyped": lambda word: word[:2] + NEAR[word[2]] + word[3:],
    "one letter masked": lambda word: word[:2] + "*" + word[3:],
    "glued": lambda word: f"such{word}",
}


# Common words lie as near (lower, motion, older): these are left alone on purpose.
AMBIGUOUS = frozenset({"loer", "moton", "loder"})


def found(word: str, attacked: str) -> bool:
    normalized = normalize(f"you are {attacked} today")
    views = (normalized.main, *normalized.views)
    return any(f" {word} " in f" {view.text.lower()} " for view in views)


@pytest.mark.parametrize("name", ATTACKS)
def test_most_words_are_found_again(name: str) -> None:
    attack = ATTACKS[name]
    plain = [word for word in WORDS if attack(word) not in AMBIGUOUS]
    missed = [word for word in plain if not found(word, attack(word))]
    assert len(missed) <= 1, f"{name}: {[(word, attack(word)) for word in missed]}"


def test_nearly_all_attacks_are_undone() -> None:
    pairs = [(name, word) for name in ATTACKS for word in WORDS]
    hits = sum(found(word, ATTACKS[name](word)) for name, word in pairs)
    assert len(ATTACKS) >= 35
    assert hits / len(pairs) > 0.97


@pytest.mark.parametrize("name", ["zero-width space", "cyrillic", "fullwidth", "zalgo", "spaces"])
def test_attacks_raise_the_obfuscation_score(name: str) -> None:
    assert normalize(ATTACKS[name]("moron")).obfuscation >= 0.2


@pytest.mark.parametrize("name", ATTACKS)
def test_a_found_word_leads_back_to_where_it_was_hidden(name: str) -> None:
    hidden = ATTACKS[name]("stupid")
    text = f"you are {hidden} today"
    normalized = normalize(text)
    for view in (normalized.main, *normalized.views):
        start = view.text.lower().find("stupid")
        if start >= 0:
            low, high = view.to_original(start, start + 6)
            assert 8 <= low < high <= 8 + len(hidden)
            return
    pytest.fail(f"{name} was not undone")


@pytest.mark.parametrize("masked", ["id*ot", "m*ron", "st#pid"])
def test_masked_letters_are_left_in_the_main_view(masked: str) -> None:
    assert normalize(masked).main.text == masked
    assert normalize(masked).mended is not None
