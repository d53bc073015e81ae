from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from moderation.config import Config, default_policy, load_config
from moderation.domain import LABELS, PHASES
from moderation.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_committed_file_spells_out_the_built_in_defaults():
    committed = load_config(ROOT / "config.yaml")
    assert replace(committed, data_dir=Path("data")) == Config()


def test_every_key_of_the_committed_file_is_explained_by_a_comment():
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for name in Config.__dataclass_fields__:
        assert f"\n{name}:" in text
    for name in LABELS:
        assert f"    {name}: {{hold_at:" in text


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config() == Config()
    assert load_config().database == Path("data/moderation.sqlite3")
    assert load_config().models_dir == Path("data/models")


def test_a_file_in_the_working_folder_is_found(tmp_path, monkeypatch, write):
    write("web: {port: 9000}")
    monkeypatch.chdir(tmp_path)
    assert load_config().web.port == 9000


def test_paths_are_relative_to_the_file(write, tmp_path):
    config = load_config(write("data_dir: store\nterm_lists: [own.yaml, /etc/more.yaml]"))
    assert config.data_dir == tmp_path / "store"
    assert config.term_lists == (tmp_path / "own.yaml", Path("/etc/more.yaml"))


@pytest.mark.parametrize("text", ["", "# nothing\n", "policy:\n", "policy: {labels: }\nreasons:\n"])
def test_an_empty_file_or_section_keeps_the_defaults(write, tmp_path, text):
    assert load_config(write(text)) == replace(Config(), data_dir=tmp_path / "data")


def test_one_changed_threshold_leaves_the_others_alone(write):
    policy = load_config(write("policy: {labels: {threat: {hold_at: 0.3}}}")).policy
    default = default_policy()
    assert policy.labels["threat"] == replace(default.labels["threat"], hold_at=0.3)
    assert policy.labels["slur"] == default.labels["slur"]
    assert policy.ranking == default.ranking


def test_the_policy_version_changes_with_its_content_only(write):
    same = load_config(write("queue: {lease_seconds: 60}")).policy
    other = load_config(write("policy: {report_hold_count: 4}")).policy
    assert same.version == default_policy().version
    assert other.version != same.version
    assert len(same.version) == 12


def test_the_profile_for_antisemitism_is_core_until_it_is_configured(write):
    assert default_policy().antisemitism_profile == "core"
    policy = load_config(write("policy: {antisemitism_profile: ihra}")).policy
    assert policy.antisemitism_profile == "ihra"
    assert policy.version != default_policy().version


def test_a_whole_number_will_do_for_a_share(write):
    policy = load_config(write("policy: {term_hold_severity: 1}")).policy
    assert policy.term_hold_severity == 1.0
    assert isinstance(policy.term_hold_severity, float)


def test_machine_rejection_is_off_until_it_is_configured(write):
    assert all(label.reject_at is None for label in default_policy().labels.values())
    policy = load_config(write("policy: {labels: {slur: {reject_at: 0.97}}}")).policy
    assert policy.labels["slur"].reject_at == 0.97


def test_every_label_has_a_threshold_and_every_reason_known_labels():
    config = Config()
    assert tuple(config.policy.labels) == LABELS
    assert config.policy.phases == PHASES
    for code, reason in config.reasons.items():
        assert reason.code == code
        assert reason.title
        assert reason.policy_text
        assert set(reason.labels) <= set(LABELS)


def test_own_reasons_replace_the_default_ones(write):
    reasons = load_config(write("reasons: {libel: {labels: [harassment]}}")).reasons
    assert list(reasons) == ["libel"]
    assert reasons["libel"].title == "Libel"
    assert reasons["libel"].labels == ("harassment",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date_dir: x", "unknown key date_dir. Did you mean data_dir?"),
        ("\nweb: {prot: 1}", ":2: unknown key web.prot. Did you mean port?"),
        ("policy: {labels: {slurr: {}}}", "policy.labels.slurr. Did you mean slur?"),
        ("policy: {labels: {slur: {hold: 0.5}}}", "Did you mean hold_at?"),
        ("policy: {ranking: {harms: 0.5}}", "Did you mean harm?"),
        ("zzzzzz: 1", "Known keys: data_dir,"),
        ("reasons: {x: {titel: a}}", "Did you mean title?"),
        ("reasons: {x: {labels: [slurs]}}", "unknown entry slurs. Did you mean slur?"),
        ("policy: {antisemitism_profile: IRHA}", "expected core, ihra, jda. Did you mean ihra?"),
        ("policy: {phases: [empty, term]}", "unknown entry term. Did you mean terms?"),
        ("policy: {phases: [empty, empty]}", "expected each entry once"),
        ("languages: en", "languages is 'en', expected a list of texts"),
        ("languages: [en, 3]", "expected a list of texts"),
        ("model: 3", "model is 3, expected a text"),
        ("web: {port: '80'}", "expected a whole number"),
        ("web: {port: true}", "expected a whole number"),
        ("web: {port: 70000}", "expected a number from 0 to 65535"),
        ("policy: {term_hold_severity: high}", "expected a number"),
        ("policy: {term_hold_severity: .nan}", "expected a number from 0 to 1"),
        ("policy: {labels: {slur: {hold_at: 1.5}}}", "expected a number from 0 to 1"),
        ("policy: {labels: {slur: {hold_at: -0.1}}}", "expected a number from 0 to 1"),
        ("policy: {labels: {slur: 0.5}}", "policy.labels.slur is 0.5, expected lines of the form"),
        ("policy: {labels: {slur: {reject_at: 0.4}}}", "slur.reject_at (0.4) is below hold_at"),
        ("policy: {ranking: {harm: 0.9}}", "add up to 1.2, at most 1"),
        ("queue: {lease_seconds: 0}", "expected a number from 5"),
        ("web: [1]", "web is [1], expected lines of the form 'key: value'"),
        ("- a", "the file is ['a'], expected lines"),
        ("reasons: [slur]", "reasons is ['slur'], expected lines"),
    ],
)
def test_a_mistake_is_refused_with_key_and_next_step(write, text, expected):
    assert expected in refusal(write(text))


def test_a_missing_named_file_is_refused(tmp_path):
    assert "There is no configuration file" in refusal(tmp_path / "none.yaml")


def test_a_folder_is_not_called_missing(tmp_path):
    message = refusal(tmp_path)
    assert f"{tmp_path} is a folder" in message
    assert message.endswith(f"--config {tmp_path / 'config.yaml'}")
