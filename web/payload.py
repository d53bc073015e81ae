"""The JSON of POST /api/v1/comments, checked field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation.domain import Comment, Thread, comment_id, content_hash, thread_id
from moderation.importers.base import replace_lone_surrogates
from moderation.importers.times import parse_time
from moderation.web.errors import FieldError, Refused

FIELDS: Final = (
    "external_id",
    "text",
    "source",
    "author",
    "thread_id",
    "thread_title",
    "thread_url",
    "parent_external_id",
    "created_at",
    "reports",
    "reach",
)
LONGEST_NAME: Final = 1024
LARGEST_COUNT: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a site sent: one comment, with its thread where it named one."""

    comment: Comment
    thread: Thread | None


def parse_body(body: bytes) -> Mapping[str, object]:
    """The JSON object in `body`, with no field that is not known.

    Raises:
        Refused: it is not a JSON object in UTF-8.
        FieldError: a field is unknown; a misspelled one would be lost in silence.
    """
    try:
        sent = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(
            400, f"The body is not JSON in UTF-8 ({error})"[:200], next_step="Send one JSON object."
        ) from error
    if not isinstance(sent, dict):
        raise Refused(400, "The body is not a JSON object", next_step="Send one JSON object.")
    for name in sent:
        if name not in FIELDS:
            raise FieldError(
                name[:60],
                f"There is no field {name[:60]!r}",
                next_step=f"The fields are {', '.join(FIELDS)}.",
            )
    return sent


def read_submission(
    sent: Mapping[str, object], *, source: str, max_comment_bytes: int
) -> Submission:
    """The comment in a parsed body; `source` is what the token is bound to, if anything.

    Raises:
        FieldError: a field is missing, of the wrong kind (400), out of range (422), too
            long (413), or names another source than the token's (403).
    """
    text = _text(sent, "text", required=True)
    if len(text.encode()) > max_comment_bytes:
        raise FieldError(
            "text",
            f"The text has more than {max_comment_bytes} bytes",
            next_step="Send a shorter one, or raise web.max_comment_bytes in config.yaml.",
            status=413,
        )
    source = _source(sent, source)
    external_id = _name(sent, "external_id", required=True)
    thread = _thread(sent, source)
    parent = _name(sent, "parent_external_id")
    comment = Comment(
        id=comment_id(source, external_id),
        source=source,
        external_id=external_id,
        text=text,
        author_id=_text(sent, "author")[:LONGEST_NAME],
        thread_id=thread.id if thread else "",
        parent_id=comment_id(source, parent) if parent and parent != external_id else None,
        created_at=_time(sent, "created_at"),
        content_hash=content_hash(text),
        reports=_count(sent, "reports"),
        reach=_count(sent, "reach"),
    )
    return Submission(comment=comment, thread=thread)


def _source(sent: Mapping[str, object], bound: str) -> str:
    named = _name(sent, "source")
    if bound and named and named != bound:
        raise FieldError(
            "source",
            f"This token may only send comments of {bound!r}",
            next_step="Leave `source` out, or use the token of that source.",
            status=403,
        )
    return bound or named or "api"


def _thread(sent: Mapping[str, object], source: str) -> Thread | None:
    title = _text(sent, "thread_title")[:LONGEST_NAME]
    url = _text(sent, "thread_url")[:LONGEST_NAME]
    key = _name(sent, "thread_id") or url or title
    if not key:
        return None
    return Thread(id=thread_id(source, key), source=source, title=title, url=url)


def _text(sent: Mapping[str, object], field: str, *, required: bool = False) -> str:
    value = sent.get(field)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        found = "is missing" if value is None else "is not a text"
        raise FieldError(field, f"`{field}` {found}", next_step=f"Send `{field}` as a text.")
    return replace_lone_surrogates(value)


def _name(sent: Mapping[str, object], field: str, *, required: bool = False) -> str:
    """A text or whole number that names something."""
    value = sent.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    name = _text({field: value}, field, required=required).strip()
    if (required and not name) or len(name) > LONGEST_NAME or not name.isprintable():
        raise FieldError(
            field,
            f"`{field}` is empty, too long or has control characters",
            next_step=f"Send 1 to {LONGEST_NAME} printable characters.",
            status=422,
        )
    return name


def _count(sent: Mapping[str, object], field: str) -> int:
    value = sent.get(field)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(
            field, f"`{field}` is not a whole number", next_step="Send a number from 0 on."
        )
    if not 0 <= value <= LARGEST_COUNT:
        raise FieldError(
            field, f"`{field}` is out of range", next_step="Send a number from 0 on.", status=422
        )
    return value


def _time(sent: Mapping[str, object], field: str) -> datetime | None:
    value = sent.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise FieldError(
            field,
            f"`{field}` is not a time",
            next_step="Send ISO 8601 such as 2025-01-31T18:05:00Z, or Unix seconds.",
        )
    try:
        return parse_time(value)
    except ValueError as error:
        raise FieldError(
            field,
            f"`{field}` is not a time that can be read",
            next_step="Send ISO 8601 such as 2025-01-31T18:05:00Z, or Unix seconds.",
            status=422,
        ) from error
