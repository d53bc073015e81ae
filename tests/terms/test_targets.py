"""Every group that the lists promise to cover, in sentences as they stand in comments.

The sentences name slurs because that is what has to be found.
"""

from __future__ import annotations

import pytest

from moderation.domain import TermKind
from tests.terms.conftest import Find

SLURS = [
    ("He's a kike shill", "kike", "Jews"),
    ("typical sheeny trick", "sheeny", "Jews"),
    ("you filthy jew", "filthy jew", "Jews"),
    ("no niggers here", "niggers", "Black people"),
    ("shut up, jigaboo", "jigaboo", "Black people"),
    ("thieving pikeys everywhere", "pikeys", "Roma"),
    ("another dirty gypsy", "dirty gypsy", "Roma"),
    ("send the wetbacks home", "wetbacks", "Latinos"),
    ("spics and beaners", "spics", "Latinos"),
    ("some chink wrote this", "chink", "East Asians"),
    ("gooks all of them", "gooks", "East Asians"),
    ("a pajeet with a laptop", "pajeet", "South Asians"),
    ("the paki next door", "paki", "South Asians"),
    ("a raghead with a gun", "raghead", "Arabs"),
    ("sand niggers", "sand niggers", "Arabs"),
    ("muzzies again", "muzzies", "Muslims"),
    ("paleswine lies", "paleswine", "Palestinians"),
    ("shut up faggot", "faggot", "Gay men"),
    ("bloody poofters", "poofters", "Gay men"),
    ("that bulldyke", "bulldyke", "Lesbians"),
    ("ugly carpet-munchers", "carpet-munchers", "Lesbians"),
    ("trannies should not vote", "trannies", "Trans people"),
    ("another troon", "troon", "Trans people"),
    ("useless cripple", "cripple", "Disabled people"),
    ("what a retard", "retard", "Disabled people"),
    ("foids are all the same", "foids", "Women"),
    ("drunk bog-trotters", "bog-trotters", "Irish"),
    ("a greasy wop", "wop", "Italians"),
    ("dumb polacks", "polacks", "Poles"),
    ("slavic subhumans", "slavic subhumans", "Slavs"),
    ("prairie niggers", "prairie niggers", "Indigenous people"),
    ("drunken injuns", "injuns", "Indigenous people"),
    ("an interview with a šiptar (Kosovo)", "šiptar", "Albanians"),
    ("siptari su krivi", "siptari", "Albanians"),
    ("шиптари", "шиптари", "Albanians"),
    ("kurdroaches", "kurdroaches", "Kurds"),
    ("turkroaches", "turkroaches", "Turks"),
    ("srbe na vrbe!", "srbe na vrbe", "Serbs"),
    ("ustasha scum", "ustasha scum", "Croats"),
    ("balije idu kući", "balije", "Bosniaks"),
    ("cigani, prljavi cigani", "prljavi cigani", "Roma"),
    ("čivuti vladaju", "čivuti", "Jews"),
    ("du Judensau", "Judensau", "Jews"),
    ("Scheißkurden raus", "Scheißkurden", "Muslims and migrants"),
    ("alle Kanaken raus", "Kanaken", "Turks"),
    ("sale youpin", "youpin", "Jews"),
    ("un bougnoule", "bougnoule", "Arabs"),
    ("puto judío", "puto judío", "Jews"),
    ("sudacas fuera", "sudacas", "Latinos"),
    ("жиды во всём виноваты", "жиды", "Jews"),
    ("тупые хохлы", "хохлы", "Ukrainians"),
    ("zhidy i khokhly", "khokhly", "Ukrainians"),
    ("jebane żydki", "żydki", "Jews"),
    ("ciapaty w sklepie", "ciapaty", "Muslims and migrants"),
    ("he is ibn al yahud", "ibn al yahud", "Jews"),
    ("kilab al yahoud", "kilab al yahoud", "Jews"),
]


@pytest.mark.parametrize(("text", "written", "target"), SLURS)
def test_a_slur_is_found_with_its_target(find: Find, text: str, written: str, target: str) -> None:
    hits = [hit for hit in find(text) if hit.label == "slur"]
    assert (written, target) in [(text[hit.start : hit.end], hit.target) for hit in hits]
    assert all(hit.kind is TermKind.SLUR for hit in hits)


@pytest.mark.parametrize("text", [text for text, _, target in SLURS if target == "Jews"])
def test_a_slur_against_jews_is_found_as_antisemitism_too(find: Find, text: str) -> None:
    labels = {hit.label for hit in find(text) if hit.target == "Jews"}
    assert {"slur", "antisemitism"} <= labels


def test_the_gravest_slurs_alone_can_hold_a_comment(find: Find) -> None:
    for text in ("kike", "nigger", "faggot", "spic", "gook", "raghead", "balija", "šiptar"):
        (hit,) = [hit for hit in find(f"you {text}") if hit.label == "slur"]
        assert not hit.ambiguous, text
        assert hit.severity >= 0.8, text


def test_an_in_group_spelling_is_milder_and_ambiguous(find: Find) -> None:
    (hit,) = find("that's my nigga")
    assert hit.ambiguous
    assert hit.severity < 0.5


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("fucking brilliant", "fucking"),
        ("what a load of bullshit", "bullshit"),
        ("you m*therf*ckers", "m*therf*ckers"),
        ("you arsehole", "arsehole"),
    ],
)
def test_a_swear_word_is_profanity_and_aimed_at_nobody(find: Find, text: str, written: str) -> None:
    hits = [hit for hit in find(text) if hit.kind is TermKind.PROFANITY]
    assert [text[hit.start : hit.end] for hit in hits] == [written]
    assert all(hit.label == "profanity" and hit.target == "none" for hit in hits)
    assert all(hit.severity < 0.5 for hit in hits)
