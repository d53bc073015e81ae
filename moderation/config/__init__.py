"""config.yaml, read into frozen dataclasses.

Every key has a built-in default (`Config()`), so a file is only needed to change
something; the committed config.yaml spells out the same values. An unknown key, a
wrong type or a value out of range is a ConfigError that names the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from moderation.config.defaults import LABEL_DEFAULTS, REASON_DEFAULTS, ReasonCode
from moderation.config.reading import (
    Section,
    check_policy,
    expect_mapping,
    read_choice,
    read_choices,
    read_section,
    read_text_list,
    reject_unknown,
)
from moderation.domain import (
    LABELS,
    PHASES,
    PROFILES,
    Policy,
    RankingWeights,
)
from moderation.errors import ConfigError
from moderation.yaml_file import load_yaml

__all__ = [
    "Config",
    "LearningConfig",
    "QueueConfig",
    "ReasonCode",
    "WebConfig",
    "default_policy",
    "load_config",
]

CONFIG_NAME: Final = "config.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConfig:
    """How the queue hands comments out."""

    lease_seconds: int = 300
    """How long an opened comment is kept for the moderator who opened it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where and how the pages are served."""

    host: str = "127.0.0.1"
    port: int = 8765
    session_hours: int = 12
    """How long a log-in lasts."""
    idle_minutes: int = 60
    """After so long without a click one has to log in again."""
    max_comment_bytes: int = 100_000
    """Largest comment, in bytes of UTF-8, that the API accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningConfig:
    """When and how decisions become a new model version."""

    min_decisions: int = 20
    """Fewer decisions than this are not learned from."""
    holdout_share: float = 0.3
    """Share of the decisions held back to judge the new version by."""
    prior_strength: float = 1.0
    """How strongly the refitted heads are held to the shipped ones."""
    max_loss: float = 0.0
    """How much worse on the held-back part a version may be and still be promoted."""
    miss_cost: float = 10.0
    """What a harmful comment costs that nobody looks at, for thresholds of least cost."""
    false_alarm_cost: float = 1.0
    """What a harmless comment costs that is held, in the same unit."""
    review_cost: float = 0.2
    """What a person's look at a held comment costs."""
    harmful_share: float = 0.05
    """How many of all comments a label is expected to apply to."""
    seed: int = 0


def stamped(policy: Policy) -> Policy:
    """`policy` under a version that is a hash of its content: equal versions judge alike."""
    content = asdict(policy)
    del content["version"]
    canonical = json.dumps(content, sort_keys=True)
    return replace(policy, version=hashlib.sha256(canonical.encode()).hexdigest()[:12])


def default_policy() -> Policy:
    """The policy of a newsroom that has configured nothing."""
    return stamped(Policy(version="", labels=dict(LABEL_DEFAULTS), phases=PHASES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings. Paths are as given, relative ones resolved against the file's folder."""

    data_dir: Path = Path("data")
    model: str = ""
    """`name/version` to score with as long as none was promoted; empty: the newest shipped."""
    languages: tuple[str, ...] = ("en",)
    """Languages whose scores are trusted; other comments are shown as unsupported."""
    term_lists: tuple[Path, ...] = ()
    """The operator's own term lists, read after the packaged ones."""
    policy: Policy = field(default_factory=default_policy)
    reasons: Mapping[str, ReasonCode] = field(default_factory=lambda: dict(REASON_DEFAULTS))
    queue: QueueConfig = field(default_factory=QueueConfig)
    web: WebConfig = field(default_factory=WebConfig)
    learning: LearningConfig = field(default_factory=LearningConfig)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "moderation.sqlite3"

    @property
    def models_dir(self) -> Path:
        """Where this installation's own model versions are kept."""
        return self.data_dir / "models"


def load_config(path: Path | None = None) -> Config:
    """Read `path`; without one ./config.yaml if it is there, else the built-in defaults.

    Raises:
        ConfigError: the file is missing or wrong; the message names the key.
    """
    if path is None:
        path = Path(CONFIG_NAME)
        if not path.is_file():
            return Config()
    elif path.is_dir():
        raise ConfigError(
            f"{path} is a folder, not a configuration file",
            next_step=f"Name the file in it: --config {path / CONFIG_NAME}",
        )
    elif not path.is_file():
        raise ConfigError(
            f"There is no configuration file {path}",
            next_step="Check the path after --config, or leave it out to use the defaults",
        )
    raw = load_yaml(path)
    return _read_config(Section(raw={} if raw is None else raw, key="", file=path))


def _read_config(root: Section) -> Config:
    reject_unknown(root, list(Config.__dataclass_fields__))
    defaults = Config()
    folder = root.file.parent
    return Config(
        data_dir=folder / root.text("data_dir", str(defaults.data_dir)),
        model=root.text("model", defaults.model),
        languages=read_text_list(root, "languages", defaults.languages),
        term_lists=tuple(folder / name for name in read_text_list(root, "term_lists", ())),
        policy=_read_policy(root.child("policy")),
        reasons=_read_reasons(root.child("reasons")),
        queue=read_section(QueueConfig(), root.child("queue")),
        web=read_section(WebConfig(), root.child("web")),
        learning=read_section(LearningConfig(), root.child("learning")),
    )


def _read_policy(section: Section) -> Policy:
    reject_unknown(section, [name for name in Policy.__dataclass_fields__ if name != "version"])
    label_section = section.child("labels")
    reject_unknown(label_section, LABELS)
    labels = {
        name: read_section(LABEL_DEFAULTS[name], label_section.child(name)) for name in LABELS
    }
    ranking = read_section(RankingWeights(), section.child("ranking"))
    check_policy(labels, ranking, section)
    defaults = default_policy()
    policy = Policy(
        version="",
        labels=labels,
        ranking=ranking,
        phases=read_choices(section, "phases", PHASES),
        term_hold_severity=section.number("term_hold_severity", defaults.term_hold_severity),
        term_hold_score=section.number("term_hold_score", defaults.term_hold_score),
        report_hold_count=section.whole("report_hold_count", defaults.report_hold_count),
        antisemitism_profile=read_choice(
            section, "antisemitism_profile", sorted(PROFILES), defaults.antisemitism_profile
        ),
    )
    return stamped(policy)


def _read_reasons(section: Section) -> Mapping[str, ReasonCode]:
    """The codes of the file replace the default ones as a whole: a newsroom has its own list."""
    expect_mapping(section)
    if not section.names():
        return dict(REASON_DEFAULTS)
    return {code: _read_reason(code, section.child(code)) for code in section.names()}


def _read_reason(code: str, section: Section) -> ReasonCode:
    reject_unknown(section, ["title", "labels", "policy_text"])
    return ReasonCode(
        code=code,
        title=section.text("title", code.replace("_", " ").capitalize()),
        labels=read_choices(section, "labels", LABELS, default=()),
        policy_text=section.text("policy_text", ""),
    )
