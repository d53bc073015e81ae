"""Reading lists: what is refused and where, and what holds for the packaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.domain import TermKind
from moderation.errors import ConfigError
from moderation.terms import TermLists, load_terms
from moderation.terms.entries import PATTERN_KEYS, TERM_KEYS
from moderation.terms.lists import FILE_KEYS, PACKAGED
from moderation.terms.model import ECHO_TERM, NO_TARGET

HEAD = "language: en\nterms:\n"
GOOD = '- {term: blip, target: Martians, severity: 0.5, label: slur, kind: slur, note: "n"}'


def own(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def term_with(change: str) -> str:
    """A good entry in line 3 whose last key is `change`."""
    return f"{HEAD}  {GOOD[:-1]}, {change}}}\n"


@pytest.fixture(scope="module")
def packaged() -> TermLists:
    return load_terms()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- a\n", 1, "not a term list"),
        ("", 1, "not a term list"),
        ("language: en\nterm: []\n", 2, "'term' is not a known key. Did you mean 'terms'?"),
        ("terms: []\n", 1, "'language' is missing"),
        ("language: en\nterms: word\n", 2, "'terms' is not a list"),
        ("language: en\nterms:\n  - word\n", 3, "'word' is not an entry"),
        ("language: en\ndefaults: [a]\nterms: []\n", 2, "'defaults' is not a mapping"),
        ("language: en\ndefaults:\n  kinds: slur\n", 3, "Did you mean 'kind'?"),
        ("language: en\nsets: [a]\n", 2, "'sets' is not a mapping"),
        ("language: en\nsets:\n  jewish: [a]\n", 3, "the set 'jewish' is already"),
        ("language: en\nsets:\n  x: word\n", 3, "'x' is not a list"),
        ("language: en\nsets:\n  x:\n    Group: word\n", 4, "'Group' is not a list"),
        (HEAD + "  - {term: x, term: y}\n", 3, "'term' stands twice"),
        (HEAD + "  - {term: x}\n", 3, "'label' is missing"),
        (HEAD + "  - {label: slur}\n", 3, "'term' is missing"),
        (HEAD + "  " + GOOD.replace('"n"', '" "'), 3, "'note' is ' '"),
        (HEAD + "  " + GOOD.replace("0.5", "2"), 3, "'severity' is 2"),
        (HEAD + "  " + GOOD.replace("0.5", "true"), 3, "'severity' is True"),
        (HEAD + "  " + GOOD.replace("0.5", "high"), 3, "'severity' is 'high'"),
        (HEAD + "  " + GOOD.replace("label: slur", "label: rude"), 3, "'rude' is not a label"),
        (HEAD + "  " + GOOD.replace("kind: slur", "kind: rude"), 3, "'rude' is not a kind"),
        (HEAD + "  " + GOOD.replace("Martians", NO_TARGET), 3, "a slur without a target"),
        (term_with("ambiguous: maybe"), 3, "'ambiguous' is 'maybe'"),
        (term_with("severe: 1"), 3, "Did you mean 'severity'?"),
        (term_with("forms: blip"), 3, "'forms' is not a list"),
        (
            term_with("forms: [1488]"),
            3,
            "1488 in 'forms' is not text. Put it in quotation marks: \"1488\"",
        ),
        (term_with('forms: ["a{b"]'), 3, "the braces do not match"),
        (term_with('forms: ["-"]'), 3, "an empty word in 'forms'"),
        (term_with('needs: ["@jewis"]'), 3, "Did you mean '@jewish'?"),
        (term_with('needs: ["a*b"]'), 3, "Put * only at the end"),
        (term_with('unless: ["*"]'), 3, "Put * only at the end"),
        (term_with("within: 0"), 3, "'within' is 0"),
        (term_with("within: near"), 3, "'within' is 'near'"),
        (term_with("first: [a]"), 3, "'first' is not a known key"),
        (HEAD.replace("terms", "patterns") + "  " + GOOD, 3, "'first' is missing or empty"),
        ("language: en\ndisable: [kikes]\n", 2, "no list has a term 'kikes'. Did you mean 'kike'?"),
    ],
)
def test_a_mistake_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = own(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_terms([path])
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert words in message
    assert message != caught.value.message


def test_a_spelling_that_another_entry_has_is_refused_with_both_places(tmp_path: Path) -> None:
    path = own(tmp_path, f"{HEAD}  {GOOD}\n  {GOOD.replace('blip', 'BLIPS')}\n")
    with pytest.raises(ConfigError) as caught:
        load_terms([path])
    message = str(caught.value)
    assert message.startswith(f"{path}:4: 'blips' of 'BLIPS' is already in {path}:3")
    assert 'disable: ["blip"]' in message


def test_one_spelling_may_stand_under_two_labels(tmp_path: Path) -> None:
    other = GOOD.replace("label: slur", "label: harassment")
    lists = load_terms([own(tmp_path, f"{HEAD}  {GOOD}\n  {other}\n")])
    assert {t.label for t in lists.terms if t.term == "blip"} == {"slur", "harassment"}


def test_an_operators_list_adds_to_the_packaged_ones(tmp_path: Path, packaged: TermLists) -> None:
    lists = load_terms([own(tmp_path, f"{HEAD}  {GOOD}\n")])
    assert len(lists.terms) == len(packaged.terms) + 1
    added = next(term for term in lists.terms if term.term == "blip")
    assert added.forms == ("blip", "blips")
    assert added.where == f"{tmp_path / 'own.yaml'}:3"


def test_an_operator_switches_entries_off(tmp_path: Path) -> None:
    lists = load_terms([own(tmp_path, 'disable: ["queer", "group called trash", "(((echo)))"]\n')])
    assert lists.disabled == {"queer", "group called trash", ECHO_TERM}
    assert lists.echo is None
    assert not {"queer", ECHO_TERM} & {term.term for term in lists.terms}
    assert "group called trash" not in {pattern.entry.term for pattern in lists.patterns}


def test_a_spelling_is_free_again_once_its_entry_is_off(tmp_path: Path) -> None:
    entry = GOOD.replace("blip", "odd, forms: [queer]")
    lists = load_terms([own(tmp_path, f"{HEAD}  {entry}\ndisable: [queer]\n")])
    assert [term.term for term in lists.terms if "queer" in term.forms] == ["odd"]


def test_the_list_in_the_docs_is_a_good_list(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "terms.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    lists = load_terms([own(tmp_path, example)])
    assert lists.terms[-1].term == "blip"
    assert lists.terms[-1].unless == {"screen", "radar blip*"}
    assert lists.disabled == {"queer", "group called beasts"}


def test_every_key_of_a_list_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "terms.md").read_text(encoding="utf-8")
    for key in {*FILE_KEYS, *TERM_KEYS, *PATTERN_KEYS}:
        assert f"`{key}`" in page, key


def test_defaults_fill_what_an_entry_leaves_out(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "language: en\ndefaults: {kind: watch, label: threat, target: Martians, severity: 0.3,"
        " ambiguous: true, exact: true, within: 2}\nterms:\n"
        "  - {term: blip, note: n}\n  - {term: blop, severity: 0.9, ambiguous: false, note: n}\n",
    )
    blip, blop = load_terms([path]).terms[-2:]
    assert (blip.kind, blip.label, blip.target) == (TermKind.WATCH, "threat", "Martians")
    assert (blip.severity, blip.ambiguous, blip.within, blip.forms) == (0.3, True, 2, ("blip",))
    assert (blop.severity, blop.ambiguous) == (0.9, False)


def test_the_version_changes_with_any_list_and_with_nothing_else(tmp_path: Path) -> None:
    path = own(tmp_path, f"{HEAD}  {GOOD}\n")
    first = load_terms([path]).version
    assert first == load_terms([path]).version
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_terms([path]).version == first
    own(tmp_path, f"{HEAD}  {GOOD.replace('0.5', '0.6')}\n")
    assert load_terms([path]).version != first
    assert load_terms().version != first


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_terms([tmp_path / "none.yaml"])


def test_every_packaged_list_is_versioned_and_says_what_it_is_about() -> None:
    for path in PACKAGED.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "\nversion: " in f"\n{text}", path.name
        assert "\nabout: " in text, path.name


def test_every_packaged_entry_explains_itself(packaged: TermLists) -> None:
    entries = [*packaged.terms, *(pattern.entry for pattern in packaged.patterns)]
    assert len(entries) > 300
    for entry in entries:
        assert entry.target, entry.where
        assert len(entry.note) >= 5, entry.where
        assert 0 < entry.severity <= 1, entry.where


def test_no_two_packaged_entries_of_a_label_have_one_name(packaged: TermLists) -> None:
    names = [(term.term, term.label) for term in packaged.terms]
    assert sorted(names) == sorted(set(names))


def test_slurs_have_targets_and_swear_words_have_none(packaged: TermLists) -> None:
    for term in packaged.terms:
        assert (term.target == NO_TARGET) == (term.kind is TermKind.PROFANITY), term.where


def test_coded_antisemitism_stands_apart_and_is_only_watched(packaged: TermLists) -> None:
    for term in packaged.terms:
        if "watch_" in term.where:
            assert term.kind is TermKind.WATCH, term.where
        if term.label == "antisemitism":
            assert term.kind is TermKind.WATCH, term.where


def test_short_slurs_with_everyday_homonyms_are_ambiguous(packaged: TermLists) -> None:
    homonyms = {
        "fag",
        "coon",
        "dyke",
        "gypsy",
        "nip",
        "slope",
        "queer",
        "retard",
        "yid",
        "spook",
        "spade",
        "mick",
        "jap",
        "homo",
        "cracker",
        "redskin",
        "squaw",
        "oreo",
        "frog",
    }
    by_name = {term.term: term for term in packaged.terms if term.language == "en"}
    assert {name for name in homonyms if not by_name[name].ambiguous} == set()


@pytest.mark.parametrize("language", ["en", "hbs", "de", "fr", "es", "ru", "pl", "ar"])
def test_each_promised_language_has_slurs(packaged: TermLists, language: str) -> None:
    slurs = [t for t in packaged.terms if t.language == language and t.kind is TermKind.SLUR]
    assert len(slurs) >= 8
    assert any(term.target == "Jews" for term in slurs)
