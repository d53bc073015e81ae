"""The queue: one item a comment, found in order by an index, never by a scan.

The columns that are searched stand beside the JSON of what the machine said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from moderation.domain import ItemState, Outcome, QueueItem
from moderation.errors import NotFound
from moderation.store.cells import (
    cell_to_optional_time,
    cell_to_time,
    optional_time_to_cell,
    time_to_cell,
    to_json,
)
from moderation.store.connection import Cell, Connection, Row
from moderation.store.json_nouns import (
    assessment_from_json,
    noun_to_json,
    priority_from_json,
    verdict_from_json,
)

_NEXT_FREE = """
    SELECT * FROM queue_items INDEXED BY queue_items_rank
    WHERE state = 'pending' AND (leased_until IS NULL OR leased_until <= :now)
      AND NOT EXISTS (
        SELECT 1 FROM skips WHERE skips.comment_id = queue_items.comment_id
          AND skips.moderator = :moderator AND skips.version = queue_items.version)
    ORDER BY rank_key DESC, seq LIMIT 1"""

_NEXT_SKIPPED = """
    SELECT queue_items.* FROM skips JOIN queue_items USING (comment_id, version)
    WHERE skips.moderator = :moderator AND state = 'pending'
      AND (leased_until IS NULL OR leased_until <= :now)
    ORDER BY skips.skipped_at LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """Where an item stands in the queue: what a page goes on from."""

    rank_key: float
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Which items to list. `after` is the place of the last one already seen."""

    state: ItemState = ItemState.PENDING
    outcomes: tuple[Outcome, ...] = ()
    """Advised in one of these ways; all where there are none."""
    limit: int = 50
    after: QueuePlace | None = None


class QueueItems:
    """The table of queue items, with leases and counters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_item(self, item: QueueItem, *, rank_key: float) -> None:
        """Queue a comment, or replace all that is known of its item."""
        cells = _cells(item, rank_key)
        names = ", ".join(cells)
        places = ", ".join(f":{name}" for name in cells)
        updates = ", ".join(f"{name} = excluded.{name}" for name in cells)
        self._connection.write(
            f"INSERT INTO queue_items ({names}) VALUES ({places}) "  # noqa: S608  # our own names
            f"ON CONFLICT (comment_id) DO UPDATE SET {updates}",
            cells,
        )

    def get_item(self, comment_id: str) -> QueueItem:
        """The item of a comment.

        Raises:
            NotFound: the comment was never queued.
        """
        item = self.find_item(comment_id)
        if item is None:
            raise NotFound(
                f"The comment {comment_id!r} is not in the queue",
                next_step="Type `moderation queue` for the ids of the comments that wait",
            )
        return item

    def find_item(self, comment_id: str) -> QueueItem | None:
        """The item of a comment, None if it was never queued."""
        return self.find_items([comment_id]).get(comment_id)

    def find_items(self, comment_ids: Iterable[str]) -> dict[str, QueueItem]:
        """The items of those comments that were queued, by comment id."""
        rows = self._connection.rows(
            "SELECT * FROM queue_items WHERE comment_id IN (SELECT value FROM json_each(?))",
            (to_json(list(comment_ids)),),
        )
        return {row["comment_id"]: _item(row) for row in rows}

    def list_items(self, wanted: ItemFilter) -> list[tuple[QueueItem, QueuePlace]]:
        """One page, most urgent first, each with its place."""
        cells: dict[str, Cell] = {"state": wanted.state.value, "limit": wanted.limit}
        place = ""
        if wanted.after is not None:
            place = "AND rank_key <= :key AND (rank_key < :key OR seq > :seq)"
            cells |= {"key": wanted.after.rank_key, "seq": wanted.after.seq}
        clauses = [f"AND outcome = :outcome{n}" for n in range(len(wanted.outcomes))]
        cells |= {f"outcome{n}": outcome.value for n, outcome in enumerate(wanted.outcomes)}
        order = "ORDER BY rank_key DESC, seq LIMIT :limit"
        # The first of each outcome come from an index; only those few are sorted together.
        shelf = "SELECT * FROM queue_items WHERE state = :state"
        shelves = " UNION ALL ".join(
            f"SELECT * FROM ({shelf} {clause} {place} {order})"  # noqa: S608  # constants
            for clause in clauses or [""]
        )
        rows = self._connection.rows(f"{shelves} {order}", cells)
        return [(_item(row), QueuePlace(rank_key=row["rank_key"], seq=row["seq"])) for row in rows]

    def list_open(self, *, after_seq: int, limit: int) -> list[tuple[int, QueueItem]]:
        """Items that are not decided, in the order of their arrival, with their `seq`."""
        rows = self._connection.rows(
            """SELECT * FROM queue_items WHERE seq > ? AND state <> 'decided'
               ORDER BY seq LIMIT ?""",
            (after_seq, limit),
        )
        return [(row["seq"], _item(row)) for row in rows]

    def find_leased(self, leased_by: str, *, now: datetime) -> QueueItem | None:
        """The most urgent pending item on which `leased_by` holds a live lease."""
        row = self._connection.row(
            # Left to itself the planner walks the whole queue in order to save a tiny sort.
            """SELECT * FROM queue_items INDEXED BY queue_items_lease
               WHERE leased_by = ? AND leased_until > ? AND state = 'pending'
               ORDER BY rank_key DESC, seq LIMIT 1""",
            (leased_by, time_to_cell(now)),
        )
        return None if row is None else _item(row)

    def find_next(self, moderator: str, *, now: datetime) -> QueueItem | None:
        """The most urgent pending item that nobody holds, skipped ones last."""
        cells: dict[str, Cell] = {"moderator": moderator, "now": time_to_cell(now)}
        row = self._connection.row(_NEXT_FREE, cells)
        row = row or self._connection.row(_NEXT_SKIPPED, cells)
        return None if row is None else _item(row)

    def set_lease(self, comment_id: str, leased_by: str | None, until: datetime | None) -> None:
        """Give the item to `leased_by`, or to nobody."""
        self._connection.write(
            "UPDATE queue_items SET leased_by = ?, leased_until = ? WHERE comment_id = ?",
            (leased_by, optional_time_to_cell(until), comment_id),
        )

    def free_leases(self, leased_by: str) -> int:
        """End all leases of `leased_by`; how many there were."""
        return self._connection.write(
            "UPDATE queue_items SET leased_by = NULL, leased_until = NULL WHERE leased_by = ?",
            (leased_by,),
        )

    def set_state(
        self, comment_id: str, state: ItemState, *, version: int, decided_at: datetime | None
    ) -> None:
        """Move the item to `state` and `version`, and end its lease."""
        self._connection.write(
            """UPDATE queue_items SET state = ?, version = ?, decided_at = ?,
               leased_by = NULL, leased_until = NULL WHERE comment_id = ?""",
            (state.value, version, optional_time_to_cell(decided_at), comment_id),
        )

    def count_items(self) -> Mapping[tuple[ItemState, Outcome], int]:
        """How many items there are of each state and advised outcome, from the counters."""
        return _counts(self._connection.rows("SELECT state, outcome, n FROM queue_counts"))

    def recount_items(self) -> Mapping[tuple[ItemState, Outcome], int]:
        """The same, counted one by one: what `count_items` must equal."""
        return _counts(
            self._connection.rows(
                "SELECT state, outcome, count(*) AS n FROM queue_items GROUP BY state, outcome"
            )
        )


def _counts(rows: list[Row]) -> dict[tuple[ItemState, Outcome], int]:
    return {
        (ItemState(row["state"]), Outcome(row["outcome"])): row["n"] for row in rows if row["n"]
    }


def _cells(item: QueueItem, rank_key: float) -> dict[str, Cell]:
    return {
        "comment_id": item.comment_id,
        "state": item.state.value,
        "version": item.version,
        "priority": item.priority.value,
        "rank_key": rank_key,
        "outcome": item.verdict.outcome.value,
        "selection": item.priority.selection.value,
        "propensity": item.priority.propensity,
        "model_version": item.assessment.model_version,
        "language": item.assessment.language,
        "scoring_state": item.assessment.state.value,
        "queued_at": time_to_cell(item.queued_at),
        "decided_at": None,
        "leased_by": item.leased_by,
        "leased_until": optional_time_to_cell(item.leased_until),
        "assessment_json": noun_to_json(item.assessment),
        "verdict_json": noun_to_json(item.verdict),
        "priority_json": noun_to_json(item.priority),
    }


def _item(row: Row) -> QueueItem:
    return QueueItem(
        comment_id=row["comment_id"],
        assessment=assessment_from_json(row["assessment_json"]),
        verdict=verdict_from_json(row["verdict_json"]),
        priority=priority_from_json(row["priority_json"]),
        state=ItemState(row["state"]),
        version=row["version"],
        queued_at=cell_to_time(row["queued_at"]),
        leased_by=row["leased_by"],
        leased_until=cell_to_optional_time(row["leased_until"]),
    )
