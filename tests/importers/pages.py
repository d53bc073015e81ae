"""Invented pages in the page-text layout, and ways to write and read inputs in tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moderation.domain import Comment, Thread
from moderation.importers import read_records

PAGE = """\
0 $
1,200 $

Ferry to Little Skerry Will Run All Winter


Ferry to Little Skerry Will Run All Winter

IMAGE: example.org

The council has decided that the ferry will run. These were the reasons:

• the school
• the doctor

A second paragraph of the article, with a dash - and a star * in it.

Do you like this page?

  • Ann Ash

    First comment, in one paragraph.

    • Bob Birch

      A reply.

      • Cem Çınar™

        A reply to the reply.

  • Dora Dill

    First paragraph.

    Second paragraph.


    After two blank lines.

    • Bob Birch

      Line one.
      Line two.
      * a star that is no comment
      GO FERRY GO :)

  • Emil Elm


  • Ann Ash

    • Bob Birch

      A reply to a comment without a text.

  • Fritz Fir

    The last one.

Related

• Another article
• And one more

(c) example.org
"""

EXPECTED = [
    ("Ann Ash", None, "First comment, in one paragraph."),
    ("Bob Birch", 0, "A reply."),
    ("Cem Çınar™", 1, "A reply to the reply."),
    ("Dora Dill", None, "First paragraph.\n\nSecond paragraph.\n\n\nAfter two blank lines."),
    (
        "Bob Birch",
        3,
        "Line one.\nLine two.\n* a star that is no comment\nGO FERRY GO :)",
    ),
    ("Emil Elm", None, ""),
    ("Ann Ash", None, ""),
    ("Bob Birch", 6, "A reply to a comment without a text."),
    ("Fritz Fir", None, "The last one."),
]
"""Author, position of the parent, text: what `PAGE` must give."""


@dataclass(frozen=True)
class Reading:
    """The records of one input, apart."""

    threads: list[Thread]
    comments: list[Comment]

    def outline(self) -> list[tuple[str, int | None, str]]:
        """Author, position of the parent, text."""
        position = {comment.id: at for at, comment in enumerate(self.comments)}
        return [
            (c.author_id, None if c.parent_id is None else position[c.parent_id], c.text)
            for c in self.comments
        ]


def write(folder: Path, content: str | bytes, name: str = "page.txt") -> Path:
    """A file with this content, and no translation of line ends."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, *, fmt: str | None = None, source: str | None = None) -> Reading:
    """All records of a file."""
    records = list(read_records(path, format=fmt, source=source))
    return Reading(
        threads=[r for r in records if isinstance(r, Thread)],
        comments=[r for r in records if isinstance(r, Comment)],
    )
