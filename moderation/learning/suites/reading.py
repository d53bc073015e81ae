"""Suite files -> Suites. Every refusal names the file, the functionality and a way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from moderation.domain import CONTESTED_SUBTYPES, LABELS, PROFILES, SUBTYPES
from moderation.learning.suites.entries import Entry, Place, as_entry, nearest
from moderation.learning.suites.format import (
    GROUPS,
    SPLITS,
    TWIN_MARK,
    Case,
    Expectation,
    Functionality,
    Suite,
    Suites,
)
from moderation.text import normalize
from moderation.yaml_file import load_yaml

FOLDER: Final = Path(__file__).parent
FEWEST_CASES: Final = 20
"""Below this a share says little: with 18 of 20 right the interval is 70 to 97 %."""

_FILE_KEYS: Final = ("suite", "label", "functionalities")
_FUNCTIONALITY_KEYS: Final = (
    "id", "title", "group", "expect", "subtype", "policy", "families",
)  # fmt: skip
_FAMILY_KEYS: Final = ("id", "split", "cases")
_CASE_KEYS: Final = ("text", "twin")
_TWIN_KEYS: Final = ("text", "of")


def load_suites(extra: Sequence[Path] = ()) -> Suites:
    """The packaged suites and an editor's own files, in the same format.

    Args:
        extra: files that add suites, or functionalities to the packaged suites.

    Raises:
        ConfigError: a file is not as docs/suite.md says; the message names file and line.
    """
    return read_suites([*sorted(FOLDER.glob("*.yaml")), *extra], warn_of=extra)


def read_suites(paths: Iterable[Path], *, warn_of: Sequence[Path] = ()) -> Suites:
    """Suites out of these files alone; files in `warn_of` are told where they are thin.

    Raises:
        ConfigError: as `load_suites`.
    """
    gathered = _Gathered()
    for path in paths:
        _read_file(path, gathered)
    return Suites(
        suites=tuple(draft.suite() for draft in gathered.suites.values()),
        warnings=tuple(_thin(gathered, {str(path) for path in warn_of})),
    )


@dataclass(slots=True)
class _Draft:
    """A suite while its files are read."""

    name: str
    label: str
    functionalities: dict[str, Functionality] = field(default_factory=dict)
    cases: dict[str, list[Case]] = field(default_factory=dict)
    twins: list[tuple[Case, Place]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def suite(self) -> Suite:
        """The suite, once every functionality that a twin may name has been read."""
        for twin, place in self.twins:
            self._add_twin(twin, place)
        return Suite(
            name=self.name,
            label=self.label,
            functionalities=tuple(
                replace(each, cases=tuple(self.cases[key]))
                for key, each in self.functionalities.items()
            ),
        )

    def _add_twin(self, twin: Case, place: Place) -> None:
        known = self.functionalities.get(twin.functionality)
        contrasts = [k for k, f in self.functionalities.items() if f.expect is Expectation.PASS]
        if known is None:
            place.refuse(
                f"a twin of {twin.functionality!r}, which suite {self.name} does not have",
                nearest(twin.functionality, contrasts),
            )
        if known.expect is not Expectation.PASS:
            place.refuse(
                f"a twin of {known.id}, whose cases are to be flagged; expected a contrast",
                f"Name the functionality that this text is harmless by: {', '.join(contrasts)}",
            )
        self.cases[known.id].append(twin)


@dataclass(slots=True)
class _Gathered:
    """What has been read so far, over all files."""

    suites: dict[str, _Draft] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)


def _read_file(path: Path, gathered: _Gathered) -> None:
    entry = as_entry(load_yaml(path), Place(path, 1), _FILE_KEYS)
    name, label = entry.text("suite"), entry.choice("label", LABELS)
    draft = gathered.suites.setdefault(name, _Draft(name, label))
    if draft.label != label:
        entry.at("label").refuse(
            f"suite {name} reads the label {label} here and {draft.label} elsewhere",
            "Write the same label, or give this suite a name of its own",
        )
    for child in entry.children("functionalities", _FUNCTIONALITY_KEYS):
        _read_functionality(child, draft, gathered)


def _read_functionality(entry: Entry, draft: _Draft, gathered: _Gathered) -> None:
    key = entry.text("id")
    entry = replace(entry, place=replace(entry.place, functionality=key))
    if key in draft.functionalities:
        entry.at("id").refuse(
            f"suite {draft.name} has it already, from {draft.files[key]}",
            "Put the cases together, or choose another id",
        )
    functionality = Functionality(
        id=key,
        title=entry.text("title"),
        group=entry.choice("group", GROUPS),
        expect=Expectation(entry.choice("expect", ("flag", "pass"))),
        subtype=entry.choice("subtype", SUBTYPES) if "subtype" in entry.raw else None,
    )
    _check_sense(entry, functionality, draft.label)
    draft.functionalities[key] = functionality
    draft.files[key] = str(entry.place.path)
    draft.cases[key] = []
    for family in entry.children("families", _FAMILY_KEYS):
        _read_family(family, functionality, draft, gathered)


def _check_sense(entry: Entry, functionality: Functionality, label: str) -> None:
    """Refuse what is well written and contradicts itself."""
    flagged = functionality.expect is Expectation.FLAG
    if flagged == (functionality.group == "contrast"):
        entry.at("expect").refuse(
            f"expect is {functionality.expect} in group {functionality.group}",
            "Contrast cases are to pass, those of all other groups to be flagged",
        )
    if functionality.subtype and not (flagged and label == "antisemitism"):
        entry.at("subtype").refuse(
            "a subtype is of antisemitism that is to be flagged", "Delete the line"
        )
    policy = entry.choice("policy", sorted(PROFILES)) if "policy" in entry.raw else None
    if policy is not None and not (functionality.contested and policy == "ihra"):
        entry.at("policy").refuse(
            f"policy {policy} does not go with subtype {functionality.subtype}",
            f"Only {', '.join(CONTESTED_SUBTYPES)} have policy: ihra; delete the line",
        )


def _read_family(
    entry: Entry, functionality: Functionality, draft: _Draft, gathered: _Gathered
) -> None:
    name, split = entry.text("id"), entry.choice("split", SPLITS)
    where = f"{entry.place.path}:{entry.place.line}"
    if name in gathered.families:
        entry.at("id").refuse(
            f"family {name} stands twice, first in {gathered.families[name]}; "
            "a family is in one split, so it is written in one place",
            "Put the two together, or give one another id",
        )
    gathered.families[name] = where
    for number, child in enumerate(entry.children("cases", _CASE_KEYS), 1):
        case = Case(
            id=f"{name}/{number}",
            text=_fresh_text(child, gathered),
            functionality=functionality.id,
            family=name,
            split=split,
        )
        if "twin" in child.raw:
            case = _read_twin(child, case, functionality, draft, gathered)
        draft.cases[functionality.id].append(case)


def _read_twin(
    entry: Entry, case: Case, functionality: Functionality, draft: _Draft, gathered: _Gathered
) -> Case:
    """`case` with its twin, which joins the contrast that it names when all files are read."""
    if functionality.expect is not Expectation.FLAG:
        entry.at("twin").refuse(
            "a twin of a case that is itself to pass", "Make the twin a case of its own"
        )
    child = as_entry(entry.raw["twin"], entry.at("twin"), _TWIN_KEYS)
    twin = replace(
        case,
        id=case.id + TWIN_MARK,
        text=_fresh_text(child, gathered),
        functionality=child.text("of"),
    )
    draft.twins.append((twin, child.at("of")))
    return replace(case, twin=twin.id)


def _fresh_text(entry: Entry, gathered: _Gathered) -> str:
    """The text, refused where any file has it already but for case and white space."""
    text = entry.text("text")
    key = " ".join(normalize(text).main.text.casefold().split())
    place = entry.at("text")
    if key in gathered.texts:
        place.refuse(
            f"this text stands in {gathered.texts[key]} already",
            "Write another text: a case counts once",
        )
    gathered.texts[key] = f"{place.path}:{place.line}"
    return text


def _thin(gathered: _Gathered, files: set[str]) -> Iterable[str]:
    for draft in gathered.suites.values():
        for key, cases in draft.cases.items():
            if draft.files[key] in files and len(cases) < FEWEST_CASES:
                yield (
                    f"{draft.files[key]}: {key} has only {len(cases)} of {FEWEST_CASES} cases "
                    "from which on a share begins to say something"
                )
