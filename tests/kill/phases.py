"""What is killed: each phase works until it dies and writes down what it was told is done.

A phase is a function of (folder, stage, acknowledge); it runs in a process of its own. Every
line that it acknowledges is a promise that the checks hold it to.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from moderation.config import Config, LearningConfig
from moderation.desk import Desk, Holder
from moderation.domain import Comment, Ruling, content_hash
from moderation.errors import LeaseHeld, NothingToUndo, TooFewDecisions
from moderation.store import open_store
from tests.desk.fakes import FakeReviewer, made_comment

Acknowledge = Callable[[str], None]

RECORDS = 400
BATCH = 8


@dataclass(frozen=True)
class Phase:
    """One kind of work, and for how long at most it may live, in seconds.

    Of `enough` things acknowledged the phases after it can live.
    """

    name: str
    work: Callable[[Path, int, Acknowledge], None]
    longest: float
    enough: int


def config_in(folder: Path) -> Config:
    """Settings for a database and models of its own, easily taught."""
    learning = LearningConfig(min_decisions=4, prior_strength=0.1, max_loss=1.0)
    return replace(Config(), data_dir=folder, model="tiny/1.0.0", learning=learning)


def records_of(stage: int) -> Iterator[Comment]:
    """A stream of comments; every tenth record edits an earlier one of its batch."""
    for number in range(RECORDS):
        edits = number % 10 == 9
        key = f"{stage}-{number - 1 if edits else number}"
        words = "you stupid idiot" if number % 2 else "good morning council"
        text = "" if number % 20 == 3 else f"{words} {number} {number % 100}"
        yield made_comment(text, key=key, content_hash=content_hash(text))


def import_comments(folder: Path, stage: int, acknowledge: Acknowledge) -> None:
    """Make the database if it is missing, and import until killed."""
    done = 0

    def on_progress(count: int) -> None:
        nonlocal done
        done += count
        acknowledge(f"imported {done}")

    config = config_in(folder)
    with open_store(config.database, create=True) as store:
        desk = Desk(store, config, FakeReviewer())
        desk.intake(records_of(stage), actor="kill", batch_size=BATCH, on_progress=on_progress)


def decide_comments(folder: Path, stage: int, acknowledge: Acknowledge) -> None:
    """Decide, skip, escalate and undo until killed."""
    config = config_in(folder)
    chance = random.Random(stage)
    holder = Holder(name=f"m{stage % 3}", session=f"s{stage}")
    with open_store(config.database) as store:
        desk = Desk(store, config)
        while True:
            entry = desk.next(holder) if chance.random() < 0.85 else None
            if entry is None:
                try:
                    made = desk.undo(holder)
                except (NothingToUndo, LeaseHeld):
                    continue  # LeaseHeld: the session that was killed may still hold it
            else:
                bad = "idiot" in entry.comment.text
                likely = Ruling.REJECT if bad else Ruling.APPROVE
                ruling = chance.choice([likely] * 8 + [Ruling.ESCALATE, Ruling.SKIP])
                made = desk.decide(
                    entry.comment.id,
                    ruling=ruling,
                    holder=holder,
                    version=entry.item.version,
                    labels=("harassment",) if ruling is Ruling.REJECT else (),
                )
            acknowledge(f"decision {made.id}")


def retrain_model(folder: Path, stage: int, acknowledge: Acknowledge) -> None:
    """Retrain again and again until killed, with a model of a few numbers but real code."""
    import torch

    from moderation.learning.retraining import retrain

    torch.set_num_threads(1)
    config = config_in(folder)
    with open_store(config.database, create=True) as store:
        while True:
            try:
                report = retrain(store, config, actor=f"kill{stage}")
            except TooFewDecisions:
                return
            acknowledge(f"version {report.candidate.ref}")
            if report.promoted:
                acknowledge(f"promoted {report.candidate.ref}")


PHASES = (
    Phase("import", import_comments, 0.8, enough=4),
    Phase("decide", decide_comments, 0.8, enough=40),
    Phase("retrain", retrain_model, 4.0, enough=1),
)
