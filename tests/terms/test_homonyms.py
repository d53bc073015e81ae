"""What must not be found, or only with a question mark."""

from __future__ import annotations

import pytest

from moderation.domain import TermKind
from tests.terms.conftest import Find

CLEAN = [
    # Words that hold a listed word
    "I live in Scunthorpe and sell jewellery, jewels and jewelry.",
    "Zogby published a poll.",
    "They sniggered at the niggardly budget of Niger and Nigeria.",
    "A raccoon in a cocoon, a tycoon and a barracoon.",
    "Spice, spices, auspicious, despicable, conspicuous.",
    "Pakistan beat India; Pakistanis celebrated.",
    "Gobbledygook and gobbledegook.",
    "Dykstra, Van Dyck and Klondike.",
    "Homogeneous homonyms for Homo sapiens.",
    "Fagin, Fagan and the fagus tree.",
    "The chinking of glasses, the Chinook helicopter.",
    "Turn the knob; the raghu temple; a nipple; snip; slopestyle.",
    "Assassins assess the class; the bass passes the grass.",
    "Shiitake mushrooms, Matsushita, a Scottish cockerel, a peacock and Hitchcock.",
    "Essex, Sussex and Penistone; Arsenal won, Dickens wrote.",
    "The retardant was tested; a tardy bus; custard and mustard.",
    "Titanic, title, Tito and the petite tit-for-tat.",
    "Semite, Hebrew, heebie-jeebies and hebephrenia.",
    "The yiddish theatre; Yiddish songs.",
    # Homonyms whose phrase settles the matter
    "There is a chink in the armour of this argument.",
    "A chink of light came through the curtain.",
    "The kitchen was spic and span.",
    "Spick-and-span, as always.",
    "The Dutch dyke held back the sea in the flood of 1953.",
    "Gypsy moth caterpillars ate the oaks.",
    "Our Maine Coon cat had kittens.",
    "He went outside to smoke a fag, a cigarette as they say elsewhere.",
    "Retard the ignition timing by two degrees.",
    "Airbus pilots hear 'retard, retard' before landing, throttle to idle.",
    "Dick Van Dyke danced.",
    "Faggots and peas with gravy.",
    "A nip in the air, and a slippery ski slope.",
    "Call a spade a spade; the CIA spook retired.",
    "Cream crackers with cheese, a cracker of a goal.",
    "Oreo biscuits and milk.",
    "Kaffir lime leaves go into the curry.",
    "Doo-wop was born on street corners.",
    "Queer theory is taught at the university.",
    "A round of golf at Royal Troon.",
    "A paddy field and a potato field.",
    "My frog sits beside the pond.",
    "He bowled a chinaman; the spinner took the wicket.",
    "The abo blood group system has four types.",
    "Washington Redskins quarterback threw a touchdown.",
    "Squaw Valley has been renamed.",
    "Guinea fowl from Guinea and New Guinea.",
    "Hebe, Greek goddess of youth, daughter of Zeus.",
    "Sambo wrestling is a Russian martial art.",
    "The Jewish community centre opened; Jews and Muslims attended.",
    "I am a Jew, an Israeli and a Zionist.",
    "The goy in the story marries a shiksa's cousin.",
    "Ma tante arrive plus tard.",
    "Żyd, rabin i pisarz.",
    "Еврей, цыган и негр — персонажи романа.",
    "Mi tío moro, mi amigo negro y mi abuela china.",
    "Ein Jude, ein Türke und ein Pole gehen ins Kino.",
    "Shqiptar is what Albanians call themselves.",
    "Židov i Jevrejin znače isto.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_a_benign_sentence_holds_no_term(find: Find, text: str) -> None:
    assert [text[hit.start : hit.end] for hit in find(text)] == []


UNCLEAR = [
    "The tranny in my truck needs a new gearbox.",
    "Kike Hernández hit a home run for the Dodgers.",
    "Kike played on the left wing.",
    "Jeffrey Coon ran the shop.",
    "I identify as a dyke and I am proud of it.",
    "The gypsies of the village play at weddings.",
    "The ustaše murdered Serbs, Jews and Roma at Jasenovac in 1942.",
    "Chetniks under Mihailović fought partisans.",
    "Queers march today.",
    "A yid is simply what we call ourselves.",
    "The Negro in American history, a book of 1916.",
    "Mick and Paddy came over for tea.",
    "Paki forces crossed the border, says the cricket team's captain.",
    "The Jap surrender in 1945.",
    "Hymie Goldberg was born in the Bronx.",
]


@pytest.mark.parametrize("text", UNCLEAR)
def test_an_unclear_use_is_never_reported_as_clear(find: Find, text: str) -> None:
    clear = [hit for hit in find(text) if hit.kind is TermKind.SLUR and not hit.ambiguous]
    assert clear == []


REPORTS = [
    "The army crossed the river and took the dam, the oil fields and two villages.",
    "SDF and SAA units moved towards Deir Ezzor; 17 fighters were killed in the clashes.",
    "Turkey has leverage over the Euphrates, so troops should be airlifted to hold the dam.",
    "Russian and Syrian jets bombed convoys north-west of the city on September 22.",
    "Kurdish sources say that the eastern district was captured by Kurdish forces.",
    "Israeli warplanes struck an airfield; Hezbollah withdrew its fighters.",
    "All hell may break loose against the Kurds in Syria if the bridgehead is lost.",
    "USA and Jordan trained rebels; ISIS surrendered without a fight.",
    "The government's new master plan for the city adds housing and a railway.",
    "The general said Afghan dogs of the mine-clearing unit found forty devices.",
]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_of_troop_movements_holds_no_slur_and_no_watch_term(find: Find, text: str) -> None:
    assert [hit.term for hit in find(text) if hit.kind is not TermKind.PROFANITY] == []


def test_an_added_harmless_word_does_not_excuse_a_grave_slur(find: Find) -> None:
    hits = [hit for hit in find("kill the spics, pass the cleaner") if hit.label == "slur"]
    assert [hit.term for hit in hits] == ["spic"]
