"""Coded terms: what is meant, and the honest use beside it."""

from __future__ import annotations

import pytest

from moderation.domain import TermKind
from tests.terms.conftest import Find

CODED = [
    ("owned by israhell", "israhell"),
    ("IsraHELL again", "IsraHELL"),
    ("isra-hell did it", "isra-hell"),
    ("pissrael", "pissrael"),
    ("both eat on zionist hands", "zionist hands"),
    ("zio-nazis everywhere", "zio-nazis"),
    ("zio scum", "zio scum"),
    ("ZOG owns us", "ZOG"),
    ("the globalist cabal", "globalist cabal"),
    ("a new world order is coming", "new world order"),
    ("gas the (((bankers)))", "(((bankers)))"),
    ("the small hats decide", "small hats"),
    ("da jooz", "jooz"),
    ("the goyim know", "the goyim know"),
    ("Rothschild bankers did this", "Rothschild bankers"),
    ("paid by Soros", "paid by Soros"),
    ("cultural Marxism ruined it", "cultural Marxism"),
    ("destroying Syria for the greater Israel master plan", "greater Israel"),
    ("destroying Syria for the greater Israel master plan", "master plan"),
    ("the Zionist master plan", "Zionist master plan"),
    ("the great replacement is real", "great replacement"),
    ("dual loyalty of jews in congress", "dual loyalty"),
    ("the holohoax", "holohoax"),
    ("six gorillion", "six gorillion"),
    ("khazarian mafia", "khazarian mafia"),
    ("the synagogue of satan", "synagogue of satan"),
    ("five dancing Israelis", "five dancing Israelis"),
    ("crisis actors paid by mossad", "crisis actors"),
    ("a false flag by Israel", "false flag"),
    ("kosher tax on everything", "kosher tax"),
    ("Name the Jew", "Name the Jew"),
    ("wake up to the JQ", "JQ"),
    ("they drink the blood of children, those rabbis", "drink the blood of children"),
    ("#GreaterIsrael", "GreaterIsrael"),
    ("hitler was right", "hitler was right"),
    ("Israel created ISIS", "Israel created ISIS"),
]


@pytest.mark.parametrize(("text", "written"), CODED)
def test_coded_antisemitism_is_watched(find: Find, text: str, written: str) -> None:
    hits = [hit for hit in find(text) if hit.label == "antisemitism"]
    assert written in [text[hit.start : hit.end] for hit in hits]
    assert {hit.kind for hit in hits} == {TermKind.WATCH}


BENIGN = [
    "Israel and Hamas agreed to a ceasefire.",
    "The Israel lobby group met senators, as every lobby does.",
    "I drank orange juice and wore a small knitted hat.",
    "King Zog of Albania fled in 1939.",
    "My daughter loves Zog the dragon, a book by Julia Donaldson.",
    "Hogan joined the New World Order in WCW wrestling.",
    "After the Cold War, Bush spoke of a new world order.",
    "The city council adopted the master plan.",
    "A bottle of Château Lafite Rothschild wine.",
    "The Khazar khaganate ruled the Volga steppe in the ninth century.",
    "Six million Jews were murdered in the Holocaust.",
    "My uncle, mio zio, lives in Rome.",
    "Blood libel is a lie that cost many lives.",
    "She has dual citizenship and two passports.",
    "The ship sailed under a false flag.",
    "Parse the JSON with jq in bash.",
    "Pipe it into jq.",
    "That was a total coincidence, Mr Cohen.",
    "He pulled the strings of the harp.",
    "The shekel lost two percent against the dollar.",
    "if (((a))) return;",
    "In Revelation the church of Smyrna hears of a synagogue of Satan; see the commentary.",
    "Marx wrote an essay, On the Jewish Question.",
    "88 keys on a piano, 88 miles per hour, 88 years old.",
    "73 and 88 from a ham radio operator.",
    "We won 13/50.",
    "Columbus was born before 1488; in 1488 Dias rounded the cape.",
    "Write it in fourteen words or fewer.",
    "An Apache attack helicopter fired two rockets.",
    "Birds return with the spring; white power tools on sale.",
]


@pytest.mark.parametrize("text", BENIGN)
def test_an_honest_use_is_at_most_ambiguous_and_never_a_slur(find: Find, text: str) -> None:
    for hit in find(text):
        assert hit.kind is TermKind.WATCH
        assert hit.ambiguous


@pytest.mark.parametrize(
    "text",
    [text for text in BENIGN if not text.startswith(("We won", "Birds"))],
)
def test_an_honest_use_with_its_usual_context_is_not_watched(find: Find, text: str) -> None:
    assert [text[hit.start : hit.end] for hit in find(text)] == []


DEHUMANIZING = [
    ("Kurdish trash, do you stick your head in a bucket", "Kurdish trash", "Kurds"),
    ("Kurds are vermin", "Kurds are vermin", "Kurds"),
    ("arabs are nothing but cockroaches", "arabs are nothing but cockroaches", "Arabs"),
    ("Turkish dogs bark", "Turkish dogs", "Turks"),
    ("filthy migrants", "filthy migrants", "Refugees and migrants"),
    ("jews are rats", "jews are rats", "Jews"),
    ("exterminate the albanians", "exterminate the albanians", "Albanians"),
    ("muslims = cancer", "muslims = cancer", "Muslims"),
]


@pytest.mark.parametrize(("text", "written", "target"), DEHUMANIZING)
def test_a_dehumanized_group_is_named_as_the_target(
    find: Find, text: str, written: str, target: str
) -> None:
    hits = [hit for hit in find(text) if hit.label == "identity_attack"]
    assert [(text[hit.start : hit.end], hit.target) for hit in hits] == [(written, target)]
    assert hits[0].kind is TermKind.WATCH


def test_dehumanizing_jews_is_watched_as_antisemitism_too(find: Find) -> None:
    assert {hit.label for hit in find("jews are vermin")} == {"antisemitism", "identity_attack"}


@pytest.mark.parametrize(
    "text",
    [
        "Turkish trash collectors went on strike.",
        "Kurdish refugees live beside the landfill.",
        "American garbage trucks are loud.",
        "Afghan shepherd dogs are a breed of their own.",
        "The German cockroach is a pest.",
        "Kurds are people.",
        "Arabs are not vermin.",
        "Chinese virus research at the hospital.",
        "The regime tried to exterminate the Kurds.",
    ],
)
def test_plain_talk_of_refuse_and_animals_is_not_dehumanizing(find: Find, text: str) -> None:
    assert [text[hit.start : hit.end] for hit in find(text)] == []


def test_an_accented_word_of_another_language_is_no_code(find: Find) -> None:
    hits = find("Gdyby już wróciły takie ograniczenia w ruchu jakie były przed laty")
    assert [hit for hit in hits if hit.kind is TermKind.WATCH] == []
