"""What must hold after a kill, whatever was going on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from moderation.artifacts import find_folder, read_manifest
from moderation.domain import ItemState, Ruling
from moderation.store import Store, open_store
from tests.kill.phases import BATCH, config_in, records_of

OPENS_WITHIN = 2.0
"""Seconds in which a database must open after a kill."""
ALL = 10**9


def check_after_kill(folder: Path, stage: int, acknowledged: list[str]) -> tuple[float, list[str]]:
    """Seconds that opening took, and everything that is wrong; empty if all is well."""
    started = time.perf_counter()
    with open_store(config_in(folder).database, create=True) as store:
        opened = time.perf_counter() - started
        problems = [f"opened after {opened:.1f} s"] if opened > OPENS_WITHIN else []
        problems += store.check_integrity()
        problems += _lost(store, stage, acknowledged)
        problems += _decisions_against_audit(store)
        problems += _items_against_decisions(store)
        problems += _comments_against_audit(store)
        problems += _models_against_disk(store, folder)
    return opened, problems


def _lost(store: Store, stage: int, acknowledged: list[str]) -> Iterator[str]:
    """Whatever was acknowledged and is not there."""
    for line in acknowledged:
        what, _, which = line.partition(" ")
        if what == "decision":
            if not store.decisions.list_decisions(after_id=int(which) - 1, limit=1):
                yield f"decision {which} is lost"
        elif what == "imported":
            keys = {comment.id for comment in islice(records_of(stage), int(which))}
            if len(store.comments.find_comments(keys)) != len(keys):
                yield f"of the first {which} records some are lost"
        elif what == "version":
            if store.model_versions.find_version(which) is None:
                yield f"model version {which} is lost"
        elif what == "promoted" and which not in {
            one.ref for one in store.model_versions.list_promotions()
        }:
            yield f"the promotion of {which} is lost"


def _decisions_against_audit(store: Store) -> Iterator[str]:
    made = Counter(decision.id for decision in store.decisions.list_decisions(limit=ALL))
    audited = Counter(
        event.details["decision"]
        for event in store.audit.list_events(limit=ALL)
        if event.action in {"decide", "undo"}
    )
    if made != audited:
        yield f"decisions and audit differ: {sorted((made - audited) + (audited - made))}"


def _items_against_decisions(store: Store) -> Iterator[str]:
    standing = {one.comment_id: one.ruling for one in store.decisions.list_effective()}
    states = {
        None: ItemState.PENDING,
        Ruling.ESCALATE: ItemState.ESCALATED,
        Ruling.APPROVE: ItemState.DECIDED,
        Ruling.REJECT: ItemState.DECIDED,
    }
    rows = store._connection.rows("SELECT comment_id, state FROM queue_items")
    for row in rows:
        expected = states[standing.get(row["comment_id"])]
        if row["state"] != expected:
            yield f"{row['comment_id']} is {row['state']}, decisions say {expected}"
    if store.queue_items.count_items() != store.queue_items.recount_items():
        yield "the counters of the queue are wrong"


def _comments_against_audit(store: Store) -> Iterator[str]:
    value = store._connection.value
    intakes = [e.details for e in store.audit.list_events(limit=ALL) if e.action == "intake"]
    added = sum(int(str(details["added"])) for details in intakes)
    edited = sum(int(str(details["edited"])) for details in intakes)
    if added != store.comments.count_comments():
        yield f"{store.comments.count_comments()} comments, {added} in the audit"
    if edited != value("SELECT count(*) FROM comment_revisions"):
        yield "revisions and audit differ"
    if any(int(str(d["added"])) + int(str(d["edited"])) > BATCH for d in intakes):
        yield "a batch is larger than it can be"
    unqueued = value(
        """SELECT count(*) FROM comments WHERE text <> ''
           AND id NOT IN (SELECT comment_id FROM queue_items)"""
    )
    if unqueued:
        yield f"{unqueued} comments are stored but not queued"


def _models_against_disk(store: Store, folder: Path) -> Iterator[str]:
    """Every registered version is on the disk whole: its hashes are checked."""
    roots = [config_in(folder).models_dir]
    for version in store.model_versions.list_versions():
        read_manifest(find_folder(version.ref, roots))
    events = [e.subject for e in store.audit.list_events(limit=ALL) if e.action == "model.promote"]
    promotions = [one.ref for one in store.model_versions.list_promotions()]
    if events != promotions:
        yield "promotions and audit differ"
