from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from moderation.domain import Ruling
from moderation.store import open_store
from tests.desk.fakes import ANA, made_comment, office_on
from tests.kill.checks import check_after_kill
from tests.kill.harness import run_kills
from tests.kill.phases import PHASES, config_in


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    tallies = run_kills(tmp_path, kills=12, seed=7, phases=PHASES)
    assert {name: tally.kills for name, tally in tallies.items()} == {
        "import": 4,
        "decide": 4,
        "retrain": 4,
    }
    assert [problem for tally in tallies.values() for problem in tally.problems] == []
    assert [name for name, tally in tallies.items() if tally.acknowledged == 0] == []


def test_a_phase_too_slow_for_its_time_is_let_live_until_it_has_something_to_lose(
    tmp_path: Path,
) -> None:
    phases = [replace(phase, longest=0.0) for phase in PHASES[:2]]
    tallies = run_kills(tmp_path, kills=4, seed=7, phases=phases)
    assert {name: tally.kills for name, tally in tallies.items()} == {"import": 2, "decide": 2}
    assert all(tallies[phase.name].acknowledged >= phase.enough for phase in phases)
    assert [problem for tally in tallies.values() for problem in tally.problems] == []


def test_the_checks_notice_what_is_lost(tmp_path: Path) -> None:
    _, problems = check_after_kill(
        tmp_path, 0, ["imported 8", "decision 1", "version m/1", "promoted m/1"]
    )
    assert len(problems) == 4
    assert all("lost" in problem for problem in problems)


@pytest.mark.parametrize(
    ("damage", "noticed"),
    [
        (
            "INSERT INTO audit VALUES (9, '2025-01-01', 'a', 'decide', 'x', '{\"decision\": 99}')",
            "audit",
        ),
        ("UPDATE queue_items SET state = 'pending'", "decisions say decided"),
        ("UPDATE queue_counts SET n = n + 1", "counters"),
        ("DELETE FROM queue_items", "not queued"),
        (
            """INSERT INTO comments SELECT 99, 'x', 's', 'e', '', '', '', NULL, NULL, '', 0, 0, ''
               """,
            "in the audit",
        ),
    ],
)
def test_the_checks_notice_what_does_not_fit(tmp_path: Path, damage: str, noticed: str) -> None:
    with open_store(config_in(tmp_path).database, create=True) as store:
        office = office_on(store)
        office.desk.intake([made_comment()], actor="kill")
        office.desk.decide(made_comment().id, ruling=Ruling.APPROVE, holder=ANA, version=1)
    assert check_after_kill(tmp_path, 0, [])[1] == []
    with open_store(config_in(tmp_path).database) as store:
        store._connection.write(damage)
    assert noticed in " ".join(check_after_kill(tmp_path, 0, [])[1])
