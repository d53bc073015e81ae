"""What people wrote. An edit keeps the text that it replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from moderation.domain import Comment, content_hash
from moderation.errors import NotFound
from moderation.store.cells import (
    cell_to_optional_time,
    cell_to_text,
    optional_time_to_cell,
    text_to_cell,
    time_to_cell,
    to_json,
    utc_now,
)
from moderation.store.connection import Connection, Row

Change = Literal["added", "unchanged", "edited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPlace:
    """Which comment answers which: all that is needed to put a thread in order."""

    id: str
    parent_id: str | None


class Comments:
    """The tables of comments and of their former texts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_comment(self, comment: Comment) -> Change:
        """Add it, or replace the text of the one with its id if that differs.

        An edit moves the old text to the revisions. Everything else that was stored first
        stays, but for reports and reach, which take the higher count.
        """
        with self._connection.transaction():
            known = self._connection.row(
                "SELECT content_hash, text FROM comments WHERE id = ?", (comment.id,)
            )
            if known is None:
                self._connection.insert("comments", _cells(comment))
                return "added"
            self._connection.write(
                """UPDATE comments SET reports = max(reports, :reports), reach = max(reach, :reach)
                   WHERE id = :id AND (reports < :reports OR reach < :reach)""",
                {"id": comment.id, "reports": comment.reports, "reach": comment.reach},
            )
            if known["content_hash"] == hash_of(comment):
                return "unchanged"
            self._replace_text(comment, known)
            return "edited"

    def _replace_text(self, comment: Comment, known: Row) -> None:
        self._connection.insert(
            "comment_revisions",
            {
                "comment_id": comment.id,
                "text": known["text"],
                "content_hash": known["content_hash"],
                "replaced_at": time_to_cell(utc_now()),
            },
        )
        self._connection.write(
            "UPDATE comments SET text = ?, content_hash = ? WHERE id = ?",
            (text_to_cell(comment.text), hash_of(comment), comment.id),
        )

    def get_comment(self, comment_id: str) -> Comment:
        """The comment of that id.

        Raises:
            NotFound: there is none.
        """
        comment = self.find_comment(comment_id)
        if comment is None:
            raise NotFound(
                f"There is no comment {comment_id!r}",
                next_step="Type `moderation queue` for the ids of the comments that wait",
            )
        return comment

    def find_comment(self, comment_id: str) -> Comment | None:
        """The comment of that id, None if there is none."""
        return self.find_comments([comment_id]).get(comment_id)

    def find_comments(self, comment_ids: Iterable[str]) -> dict[str, Comment]:
        """Those of `comment_ids` that are known, by id."""
        rows = self._connection.rows(
            "SELECT * FROM comments WHERE id IN (SELECT value FROM json_each(?))",
            (to_json(list(comment_ids)),),
        )
        return {row["id"]: _comment(row) for row in rows}

    def find_text(self, comment_id: str, text_hash: str) -> str | None:
        """The text of that hash that the comment has or once had: what a decision was about."""
        cell = self._connection.value(
            """SELECT text FROM comments WHERE id = :id AND content_hash = :hash
               UNION ALL
               SELECT text FROM comment_revisions WHERE comment_id = :id AND content_hash = :hash
               LIMIT 1""",
            {"id": comment_id, "hash": text_hash},
        )
        return None if cell is None else cell_to_text(cell)

    def list_revisions(self, comment_id: str) -> list[str]:
        """The texts that edits replaced, oldest first."""
        rows = self._connection.rows(
            "SELECT text FROM comment_revisions WHERE comment_id = ? ORDER BY id", (comment_id,)
        )
        return [cell_to_text(row["text"]) for row in rows]

    def list_thread_places(self, thread_id: str) -> list[CommentPlace]:
        """A thread in the order of its arrival, without the texts: most of them are not shown."""
        rows = self._connection.rows(
            "SELECT id, parent_id FROM comments WHERE thread_id = ? ORDER BY seq", (thread_id,)
        )
        return [CommentPlace(id=row["id"], parent_id=row["parent_id"]) for row in rows]

    def list_replies(self, comment_id: str) -> list[Comment]:
        """The direct replies to a comment in the order of their arrival."""
        rows = self._connection.rows(
            "SELECT * FROM comments WHERE parent_id = ? ORDER BY seq", (comment_id,)
        )
        return [_comment(row) for row in rows]

    def list_by_author(self, source: str, author_id: str, *, limit: int = 100) -> list[Comment]:
        """An author's comments at one source, newest first."""
        rows = self._connection.rows(
            """SELECT * FROM comments WHERE source = ? AND author_id = ?
               ORDER BY seq DESC LIMIT ?""",
            (source, text_to_cell(author_id), limit),
        )
        return [_comment(row) for row in rows]

    def count_comments(self) -> int:
        """How many there are, queued or not."""
        return int(self._connection.value("SELECT count(*) FROM comments"))


def hash_of(comment: Comment) -> str:
    """The comment's content hash, made here where its maker left it out."""
    return comment.content_hash or content_hash(comment.text)


def _cells(comment: Comment) -> dict[str, str | bytes | int | None]:
    return {
        "id": comment.id,
        "source": comment.source,
        "external_id": comment.external_id,
        "text": text_to_cell(comment.text),
        "author_id": text_to_cell(comment.author_id),
        "thread_id": comment.thread_id,
        "parent_id": comment.parent_id,
        "created_at": optional_time_to_cell(comment.created_at),
        "content_hash": hash_of(comment),
        "reports": comment.reports,
        "reach": comment.reach,
        "added_at": time_to_cell(utc_now()),
    }


def _comment(row: Row) -> Comment:
    return Comment(
        id=row["id"],
        source=row["source"],
        external_id=row["external_id"],
        text=cell_to_text(row["text"]),
        author_id=cell_to_text(row["author_id"]),
        thread_id=row["thread_id"],
        parent_id=row["parent_id"],
        created_at=cell_to_optional_time(row["created_at"]),
        content_hash=row["content_hash"],
        reports=row["reports"],
        reach=row["reach"],
    )
