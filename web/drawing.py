"""What templates may call: words, numbers and times in the form in which people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, session

from moderation.domain import Comment, Decision, ItemState, Outcome, Ruling, ScoringState
from moderation.web.context import config, get_desk, get_store, holder
from moderation.web.highlight import cut_excerpt, split_pieces, split_segments

OUTCOMES: Final = {
    Outcome.APPROVE: "Looks fine",
    Outcome.HOLD: "Held",
    Outcome.REJECT: "Reject advised",
    Outcome.NO_OPINION: "No opinion",
}
RULINGS: Final = {
    Ruling.APPROVE: "Approved",
    Ruling.REJECT: "Rejected",
    Ruling.ESCALATE: "Escalated",
    Ruling.SKIP: "Skipped",
    Ruling.UNDO: "Taken back",
}
STATES: Final = {
    ItemState.PENDING: "Waiting",
    ItemState.ESCALATED: "Escalated",
    ItemState.DECIDED: "Decided",
}
SCORING: Final = {
    ScoringState.SCORED: "",
    ScoringState.UNSUPPORTED_LANGUAGE: "Unsupported language",
    ScoringState.EMPTY: "Not scored: no text",
    ScoringState.TOO_LONG: "Only partly scored: too long",
}


def spoken(word: str) -> str:
    """A code such as `identity_attack` as people write it."""
    return word.replace("_", " ").capitalize()


def reason_title(code: str) -> str:
    """What the configuration calls a reason; one that is configured no more is spelt out."""
    known = config().reasons.get(code)
    return spoken(code) if known is None else known.title


def full_time(at: datetime) -> str:
    """A time to the minute, in UTC."""
    return at.astimezone(UTC).strftime("%-d %b %Y, %H:%M UTC")


def ago(at: datetime, now: datetime | None = None) -> str:
    """How long ago, in the largest unit that fits."""
    seconds = ((now or datetime.now(UTC)) - at).total_seconds()
    if seconds < 60:
        return "just now"
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count = int(seconds // size)
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def number(value: float) -> str:
    """Two decimals: enough to compare with a threshold, not more than is known."""
    return f"{value:.2f}"


def percent(value: float) -> str:
    """A share of 1 as an SVG length, kept inside of the drawing."""
    return f"{min(max(value, 0.0), 1.0) * 100:.1f}%"


def is_web_address(text: str) -> bool:
    """Whether it may be a link: an address of the web, nothing that runs."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and text.isprintable()


def init_drawing(app: Flask) -> None:
    """Hand all of this to the templates."""
    app.jinja_env.filters.update(
        spoken=spoken,
        reason_title=reason_title,
        full_time=full_time,
        ago=ago,
        number=number,
        percent=percent,
        pieces=split_pieces,
        outcome=OUTCOMES.__getitem__,
        ruling=RULINGS.__getitem__,
        state=STATES.__getitem__,
        scoring=SCORING.__getitem__,
    )
    app.jinja_env.tests["web_address"] = is_web_address
    app.jinja_env.globals.update(
        split_segments=split_segments,
        cut_excerpt=cut_excerpt,
        me=_my_name,
        counts=lambda: get_desk().counts(),
        last_own=_find_last_own,
    )


def _my_name() -> str:
    return str(session.get("user", ""))


def _find_last_own() -> tuple[Decision, Comment] | None:
    """The decision that an undo would take back next, None where there is none."""
    store = get_store()
    decision = store.decisions.find_undoable(holder().name)
    return None if decision is None else (decision, store.comments.get_comment(decision.comment_id))
