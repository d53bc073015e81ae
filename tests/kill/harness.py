"""Start a phase, let it work for a random moment, kill -9 it, check; again and again."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests.kill.checks import check_after_kill
from tests.kill.phases import PHASES, Phase, config_in

KILLS_PER_DATABASE = 12
START_WITHIN = 120.0
ACKNOWLEDGE_WITHIN = 120.0
"""Seconds that a worker is given at most to acknowledge what a busy machine kept it from."""


@dataclass
class Tally:
    """What came of the kills of one phase."""

    kills: int = 0
    acknowledged: int = 0
    slowest_opening: float = 0.0
    problems: list[str] = field(default_factory=list)


def run_kills(
    folder: Path,
    *,
    kills: int,
    seed: int,
    phases: Sequence[Phase] = PHASES,
    on_kill: Callable[[int, str], None] | None = None,
) -> dict[str, Tally]:
    """Kill `kills` workers, the phases in turn, a new database every so often.

    A phase that has acknowledged too little in a database by its last turn there is let live
    until it has: however busy the machine, each has something to lose.

    Args:
        folder: an empty folder to work in.
        kills: how many.
        seed: of the moments and of what is decided.
        phases: what is killed.
        on_kill: told the number of kills so far and the phase.
    """
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    # Loaded once in the server: else most kills would hit a worker that still loads.
    heavy = [
        "moderation.classifiers.torch_backend",
        "moderation.learning.retraining",
        "scipy.optimize",
        "transformers.models.bert.modeling_bert",
    ]
    retrains = any(phase.name == "retrain" for phase in phases)
    context.set_forkserver_preload(["sqlite_utils", __name__, *(heavy if retrains else [])])
    tallies = {phase.name: Tally() for phase in phases}
    lacking: dict[str, int] = {}
    for stage in range(kills):
        phase = phases[stage % len(phases)]
        home = folder / f"db{stage // KILLS_PER_DATABASE}"
        if stage % KILLS_PER_DATABASE == 0:
            _furnish(home, phases)
            lacking = {phase.name: phase.enough for phase in phases}
        turns_left = min(kills - stage, KILLS_PER_DATABASE - stage % KILLS_PER_DATABASE)
        is_last_turn = turns_left <= len(phases)
        wait_for = lacking[phase.name] if is_last_turn else 0
        # Square of a uniform number: more of the kills fall into opening and the first writes.
        moment = phase.longest * chance.random() ** 2
        acknowledged = _kill_one(context, phase, home, stage, wait_for, moment)
        lacking[phase.name] -= len(acknowledged)
        opened, problems = check_after_kill(home, stage, acknowledged)
        tally = tallies[phase.name]
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        tally.slowest_opening = max(tally.slowest_opening, opened)
        tally.problems += [f"kill {stage}: {problem}" for problem in problems]
        if on_kill is not None:
            on_kill(stage + 1, phase.name)
        if stage % KILLS_PER_DATABASE == KILLS_PER_DATABASE - 1 and not tally.problems:
            shutil.rmtree(home)
    return tallies


def _furnish(home: Path, phases: Sequence[Phase]) -> None:
    home.mkdir(parents=True)
    if any(phase.name == "retrain" for phase in phases):
        from tests.learning.tiny import write_model

        write_model(config_in(home).models_dir)


def _kill_one(
    context: ForkServerContext, phase: Phase, home: Path, stage: int, wait_for: int, moment: float
) -> list[str]:
    """The lines that the worker acknowledged before it died.

    It is killed `moment` seconds after it began, or after it acknowledged `wait_for` things.
    """
    notes = home / f"acknowledged-{stage}"
    worker = context.Process(target=_work, args=(phase.name, home, stage, notes))
    worker.start()
    give_up_at = time.monotonic() + START_WITHIN
    while not notes.exists():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"the worker of {phase.name} did not start")
        time.sleep(0.001)
    give_up_at = time.monotonic() + ACKNOWLEDGE_WITHIN
    while len(_read(notes)) < wait_for and worker.is_alive() and time.monotonic() < give_up_at:
        time.sleep(0.001)
    time.sleep(moment)
    worker.kill()
    worker.join()
    if worker.exitcode not in (-9, 0):
        raise RuntimeError(f"the worker of {phase.name} fell over by itself: {worker.exitcode}")
    return _read(notes)


def _read(notes: Path) -> list[str]:
    # A last line that the kill cut short was never acknowledged.
    return [line[:-1] for line in notes.read_text().splitlines(keepends=True) if line[-1] == "\n"]


def _work(name: str, home: Path, stage: int, notes: Path) -> None:
    phase = next(one for one in PHASES if one.name == name)
    handle = os.open(notes, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def acknowledge(line: str) -> None:
        os.write(handle, f"{line}\n".encode())

    phase.work(home, stage, acknowledge)
