from __future__ import annotations

from pathlib import Path

import pytest

from moderation.config import Config
from moderation.domain import Decision, Ruling
from moderation.store import open_store
from tests.cli.conftest import lines_of


def decisions(database: Path) -> list[Decision]:
    store = open_store(database)
    try:
        return store.decisions.list_decisions()
    finally:
        store.close()


def audit(database: Path) -> list[tuple[str, str]]:
    store = open_store(database)
    try:
        return [(event.actor, event.action) for event in store.audit.list_events()]
    finally:
        store.close()


def ids(run) -> list[str]:
    return [row["comment_id"] for row in lines_of(run("queue", "--json").stdout)]


# --- import


def test_an_import_sums_up_what_it_did_and_says_what_comes_next(run, three):
    result = run("import", str(three))
    assert result.exit_code == 0
    assert result.stdout == (
        "3 comments read: 3 new (1 empty), 0 edited, 0 unchanged; 2 queued, 1 of them held\n"
        "Next: moderation queue, or in the browser: moderation serve\n"
    )
    assert result.stderr == ""


def test_importing_twice_adds_nothing(run, three):
    run("import", str(three))
    again = run("import", str(three)).stdout
    assert again.startswith("3 comments read: 0 new, 0 edited, 3 unchanged; 0 queued")


def test_an_import_from_standard_input_is_the_same_comments_under_a_named_source(run, three):
    run("import", str(three))
    again = run("import", "-", "--source", "three", stdin=three.read_bytes())
    assert "0 new, 0 edited, 3 unchanged" in again.stdout


def test_the_same_file_under_another_source_is_other_comments(run, three):
    run("import", str(three))
    assert "3 new" in run("import", str(three), "--source", "elsewhere").stdout


def test_the_data_folder_can_be_chosen(run, three, place):
    assert run("--data-dir", "elsewhere", "import", str(three)).exit_code == 0
    assert (place / "elsewhere" / "moderation.sqlite3").is_file()
    assert not (place / "data").exists()


# --- queue


def test_the_queue_is_drawn_worst_first_with_everything_a_stranger_needs(run, filled):
    shown = run("queue").stdout
    lines = shown.splitlines()
    assert lines[0] == "2 comments wait for a decision, 1 of them held"
    assert lines[2].startswith("   1  0.")
    assert "HOLD" in lines[2]
    assert "slur 0.90 · harassment 0.80 · toxicity 0.80" in lines[2]
    assert lines[3].strip() == "You are a slurword and an insultword."
    assert lines[4].strip().startswith("Why: Slur 0.90, held from 0.50; ")
    first, second = ids(run)
    assert f"Bob · id {first}" in shown
    assert f"Ann · id {second}" in shown
    assert shown.index(first) < shown.index(second)
    assert "no opinion" in shown
    assert f"Next: moderation decide {first} reject --reason REASON" in shown


def test_no_line_is_wider_than_the_terminal(run, place, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    rows = '{"id": "1", "text": "' + "slurword 漢字 " * 40 + '"}\n'
    run("import", "-", stdin=rows)
    for line in run("queue").stdout.splitlines()[:-2]:
        assert sum(2 if char in "漢字" else 1 for char in line) <= 60


def test_a_limit_shortens_the_queue_and_says_how_to_see_the_rest(run, filled):
    shown = run("queue", "--limit", "1").stdout
    assert "Bob" in shown
    assert "Ann" not in shown
    assert "1 more: moderation queue --all" in shown
    assert "Ann" in run("queue", "--all").stdout


def test_only_held_comments_can_be_shown(run, filled):
    shown = run("queue", "--held").stdout
    assert "Bob" in shown
    assert "Ann" not in shown


def test_heading_and_footer_count_what_the_filter_leaves(run, filled):
    run("import", "-", stdin='{"id": "1", "text": "slurword"}\n{"id": "2", "text": "fine"}\n')
    shown = run("queue", "--held", "--limit", "1").stdout.splitlines()
    assert shown[0] == "2 held comments wait for a decision"
    assert "1 more: moderation queue --held --all" in shown
    assert not [line for line in run("queue", "--held").stdout.splitlines() if " more: " in line]


def test_escalated_comments_are_counted_apart_from_those_that_wait(run, filled):
    first, second = ids(run)
    run("decide", first, "escalate")
    assert run("queue", "--escalated").stdout.startswith("1 escalated comment waits for a decision")
    run("decide", second, "escalate")
    shown = run("queue", "--escalated", "--limit", "1").stdout.splitlines()
    assert shown[0] == "2 escalated comments wait for a decision"
    assert "1 more: moderation queue --escalated --all" in shown
    both = run("queue", "--escalated", "--held").stdout.splitlines()
    assert both[0] == "1 held and escalated comment waits for a decision"


def test_the_queue_as_json_is_what_classify_says_and_where_the_comment_stands(run, filled):
    first = lines_of(run("queue", "--json").stdout)[0]
    assert (first["rank"], first["id"], first["verdict"]) == (1, "b", "hold")
    assert (first["version"], first["queue_state"]) == (1, "pending")
    assert sum(first["parts"].values()) == pytest.approx(first["priority"], abs=1e-5)
    assert len(first["comment_id"]) == 20


def test_more_comments_than_a_page_are_all_listed(run, place, monkeypatch):
    monkeypatch.setattr("moderation.cli.queue.PAGE", 2)
    rows = "".join(f'{{"id": "{n}", "text": "remark {n}"}}\n' for n in range(7))
    run("import", "-", stdin=rows)
    assert len(lines_of(run("queue", "--all", "--json").stdout)) == 7
    assert len(lines_of(run("queue", "--limit", "5", "--json").stdout)) == 5


def test_an_empty_queue_says_what_to_do(run, filled):
    for comment_id in ids(run):
        run("decide", comment_id, "approve")
    assert run("queue").stdout == "Nothing is in the queue. Next: moderation import FILE\n"


def test_what_waits_elsewhere_is_not_called_missing(run, filled):
    for row in lines_of(run("queue", "--json", "--held").stdout):
        run("decide", row["comment_id"], "reject", "--reason", "slur")
    assert run("queue", "--held").stdout == "Nothing is held, 1 wait. Next: moderation queue\n"
    assert run("queue", "--escalated").stdout == "Nothing is escalated. Next: moderation queue\n"


def test_without_a_database_the_queue_says_what_to_type(refused):
    assert "moderation import" in refused("queue")


# --- decide


def test_a_decision_is_kept_with_the_labels_of_its_reason_and_is_audited(run, filled):
    first = ids(run)[0]
    result = run("decide", first, "reject", "--reason", "slur", "--as", "ana", "--note", "clear")
    assert result.exit_code == 0
    assert result.stdout == (
        f"Rejected {first}. To take it back: moderation decide --undo\n"
        "1 comments wait. Next: moderation queue\n"
    ).replace("1 comments wait", "1 comment waits")
    made = decisions(filled)[-1]
    assert (made.comment_id, made.ruling, made.moderator) == (first, Ruling.REJECT, "ana")
    assert (made.labels, made.reason, made.note) == (("slur",), "slur", "clear")
    assert ("ana", "decide") in audit(filled)
    assert first not in ids(run)


def test_named_labels_outrank_those_of_the_reason(run, filled):
    first = ids(run)[0]
    run("decide", first, "reject", "--reason", "slur", "--label", "threat", "--label", "slur")
    assert decisions(filled)[-1].labels == ("slur", "threat")


def test_an_approval_has_no_labels(run, filled):
    run("decide", ids(run)[0], "approve", "--reason", "other")
    assert decisions(filled)[-1].labels == ()


def test_an_escalated_comment_waits_apart(run, filled):
    first, second = ids(run)
    assert run("decide", first, "escalate").exit_code == 0
    assert ids(run) == [second]
    assert f"id {first}" in run("queue", "--escalated").stdout


def test_undo_takes_back_one_decision_after_the_other(run, filled):
    first, second = ids(run)
    run("decide", first, "reject", "--as", "ana")
    run("decide", second, "approve", "--as", "ana")
    assert f"Took back the decision on {second}" in run("decide", "--undo", "--as", "ana").stdout
    assert f"Took back the decision on {first}" in run("decide", "--undo", "--as", "ana").stdout
    assert sorted(ids(run)) == sorted([first, second])
    assert len(decisions(filled)) == 4


def test_after_an_undo_anybody_can_decide(run, filled):
    first = ids(run)[0]
    run("decide", first, "reject", "--as", "ana")
    run("decide", "--undo", "--as", "ana")
    assert run("decide", first, "approve", "--as", "ben").exit_code == 0


def test_with_nothing_to_undo_it_says_so(refused, filled):
    assert "no decision left" in refused("decide", "--undo", "--as", "ben")


def test_a_second_decision_is_refused_and_changes_nothing(run, refused, filled):
    first = ids(run)[0]
    run("decide", first, "reject", "--as", "ana")
    assert "ana rejected it" in refused("decide", first, "approve", "--as", "ben")
    assert len(decisions(filled)) == 1


def test_a_stale_version_is_refused_and_the_comment_is_not_kept(run, refused, filled):
    first = ids(run)[0]
    assert "changed since" in refused("decide", first, "reject", "--version", "7", "--as", "ana")
    assert run("decide", first, "reject", "--version", "1", "--as", "ben").exit_code == 0


def test_an_unknown_comment_is_refused(refused, filled):
    assert "nosuch" in refused("decide", "nosuch", "approve")


def test_an_unknown_reason_names_the_nearest(run, refused, filled):
    message = refused("decide", ids(run)[0], "reject", "--reason", "slurs", code=2)
    assert "Did you mean 'slur'?" in message
    assert decisions(filled) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["x", "aprove"], "Did you mean 'approve'?"),
        (["x", "reject", "--label", "slurr"], "Did you mean 'slur'?"),
        (["x"], "A decision needs a comment and a ruling"),
        ([], "A decision needs a comment and a ruling"),
        (["x", "approve", "--undo"], "needs no comment"),
        (["x", "approve", "--as", "a/b"], "cannot be a moderator's name"),
        (["x", "approve", "--version", "0"], "0 is not in the range"),
    ],
)
def test_a_wrong_decision_line_is_refused(refused, filled, words, expected):
    assert expected in refused("decide", *words, code=2)


def test_a_skip_hides_nothing_from_others(run, filled):
    first = ids(run)[0]
    assert f"Skipped {first}" in run("decide", first, "skip", "--as", "ana").stdout
    assert first in ids(run)
    assert run("decide", first, "approve", "--as", "ben").exit_code == 0


def test_who_decides_is_the_log_in_name_by_default(run, filled, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    run("decide", ids(run)[0], "approve")
    assert decisions(filled)[-1].moderator == "carla"


def test_a_system_without_a_log_in_name_has_an_operator(run, filled, monkeypatch):
    def unknown() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", unknown)
    run("decide", ids(run)[0], "approve")
    assert decisions(filled)[-1].moderator == "operator"


def test_the_promoted_version_scores_the_next_import(run, filled, place, loaded):
    from moderation.domain import ModelVersion

    store = open_store(Config().database)
    store.model_versions.add_version(
        ModelVersion(name="mine", version="2", sha256="0", labels=(), trained_on=(), measures={})
    )
    store.model_versions.promote("mine/2")
    store.close()
    run("import", "-", stdin='{"id": "z", "text": "new"}\n')
    run("classify", "-", stdin='{"id": "z", "text": "new"}\n')
    assert loaded[-2:] == ["mine/2", "mine/2"]
