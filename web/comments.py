"""One comment: look at it, reserve it, decide on it, take the decision back.

Reading (GET) never changes anything. The page reserves its comment with a POST of its
own; without JavaScript a button does. Every POST answers with the page that comes next:
a browser that follows a plain form is redirected to it (303), a script gets it at once
with its address in Content-Location, which saves a round trip between two comments.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, request, url_for
from flask import render_template as render

from moderation.domain import LABELS, Decision, Ruling
from moderation.errors import LeaseHeld, NothingToUndo, StaleVersion
from moderation.web.auth import login_required
from moderation.web.context import config, get_desk, get_store, holder
from moderation.web.drawing import RULINGS, ago, reason_title
from moderation.web.errors import Refused
from moderation.web.highlight import cut_part
from moderation.web.queue import render_queue
from moderation.web.review import lease_standing, load_review

blueprint = Blueprint("comments", __name__)

LONG_TEXT = 20_000
"""Code points from which a text is first drawn in part."""
PART = 200_000
"""Code points drawn on one page at most: each may need an element of its own."""
LONGEST_NOTE = 2000
WHICH = {"version": "version of the comment", "undoes": "decision"}
"""What the numbers of a form name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into a form that was refused, so that it is not lost."""

    note: str = ""
    labels: frozenset[str] = frozenset()
    is_open: bool = False


def wants_fragment() -> bool:
    """Whether a script of ours asks, which puts the page into place by itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def _page(
    comment_id: str, *, problem: str = "", typed: Typed | None = None, status: int = 200
) -> Response:
    review = load_review(get_desk(), get_store(), config(), comment_id, holder())
    text = review.entry.comment.text
    start, end = _part_of(len(text))
    page = render(
        "comments/review.html",
        review=review,
        rulings=review.rulings,
        decision=review.rulings.get(comment_id),
        segments=cut_part(text, review.entry.item.assessment.spans, start, end),
        part=(start, end),
        is_drawn_at_once=len(text) <= PART,
        reasons=list(config().reasons.values()),
        problem=problem,
        typed=typed or Typed(),
    )
    response = make_response(page, status)
    response.headers["Content-Location"] = url_for("comments.show_review", comment_id=comment_id)
    return response


def _part_of(length: int) -> tuple[int, int]:
    """The stretch of a text of `length` code points that is asked for."""
    start = min(max(request.args.get("from", 0, type=int), 0), max(length - 1, 0))
    whole = start or request.args.get("full")
    return start, min(start + (PART if whole else LONG_TEXT), length)


def _go_to(comment_id: str | None) -> Response:
    """The page of a comment, or the queue's where there is none left."""
    if comment_id is None:
        flash("That was the last comment waiting for you.", "note")
        target = url_for("queue.show_queue", show="all")
        return render_queue("all") if wants_fragment() else make_response(redirect(target, 303))
    if wants_fragment():
        return _page(comment_id)
    return make_response(redirect(url_for("comments.show_review", comment_id=comment_id), 303))


def _go_to_next() -> Response:
    entry = get_desk().next(holder())
    return _go_to(entry.item.comment_id if entry else None)


@blueprint.post("/review/next")
@login_required
def take_next() -> Response:
    """Reserve the comment at the top of the queue and show it."""
    return _go_to_next()


@blueprint.get("/review/<comment_id>")
@login_required
def show_review(comment_id: str) -> Response:
    """Show one comment. Nothing is reserved by looking."""
    return _page(comment_id)


@blueprint.post("/review/<comment_id>/reserve")
@login_required
def reserve(comment_id: str) -> Response:
    """Reserve one comment, or renew the reservation."""
    try:
        entry = get_desk().open(comment_id, holder())
    except LeaseHeld as error:
        return _page(comment_id, problem=str(error), status=409)
    if wants_fragment():
        _, _, seconds = lease_standing(entry.item, holder())
        return jsonify(seconds=seconds, version=entry.item.version)
    return _go_to(comment_id)


@blueprint.post("/review/<comment_id>/release")
@login_required
def release(comment_id: str) -> Response:
    """Give a reservation back to the queue."""
    get_desk().release(comment_id, holder())
    return make_response(redirect(url_for("queue.show_queue"), 303))


@blueprint.post("/review/<comment_id>/decide")
@login_required
def decide(comment_id: str) -> Response:
    """Record a ruling and go on to the next comment.

    A rejection stores the labels that were ticked and the reason's own, no others: nothing is
    ticked beforehand, else the model would be taught its own opinion.
    """
    ruling, reason = _read_ruling(request.form.get("decision", ""))
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    ticked = _read_labels()
    implied = config().reasons[reason].labels if reason else ()
    chosen = [label for label in LABELS if label in ticked or label in implied]
    version = _read_number("version")
    try:
        get_desk().decide(
            comment_id,
            ruling=ruling,
            holder=holder(),
            version=version,
            labels=chosen if ruling is Ruling.REJECT else (),
            reason=reason,
            note=note,
        )
    except (StaleVersion, LeaseHeld) as error:
        typed = Typed(note=note, labels=ticked, is_open=ruling is Ruling.REJECT)
        problem = _explain_refusal(comment_id, version, error)
        return _page(comment_id, problem=problem, typed=typed, status=409)
    return _go_to_next()


@blueprint.post("/undo")
@login_required
def undo() -> Response:
    """Take back this person's last decision and show its comment again."""
    leaving = request.form.get("leaving", "")
    expected = _read_number("undoes") if "undoes" in request.form else None
    try:
        undone = get_desk().undo(holder(), expected=expected)
    except (NothingToUndo, StaleVersion, LeaseHeld) as error:
        flash(str(error), "note")
        return _go_to(leaving) if leaving else _back_to_queue()
    if leaving and leaving != undone.comment_id:
        get_desk().release(leaving, holder())
    flash("Taken back. The comment waits for your decision again.", "note")
    return _go_to(undone.comment_id)


def _back_to_queue() -> Response:
    if wants_fragment():
        return render_queue("held")
    return make_response(redirect(url_for("queue.show_queue"), 303))


def _read_ruling(sent: str) -> tuple[Ruling, str]:
    """`approve`, `escalate`, `skip` or `reject:CODE`."""
    word, _, reason = sent.partition(":")
    if word == Ruling.REJECT and reason in config().reasons:
        return Ruling.REJECT, reason
    if word in {Ruling.APPROVE, Ruling.ESCALATE, Ruling.SKIP} and not reason:
        return Ruling(word), ""
    raise Refused(
        400,
        f"{sent[:60]!r} is not a decision",
        next_step="Nothing was changed. Go back and use one of the buttons.",
    )


def _read_labels() -> frozenset[str]:
    ticked = frozenset(request.form.getlist("labels"))
    if unknown := sorted(ticked - frozenset(LABELS)):
        raise Refused(
            400,
            f"{unknown[0][:60]!r} is not a label",
            next_step="Nothing was changed. Go back and reload the page.",
        )
    return ticked


def _read_number(field: str) -> int:
    sent = request.form.get(field, "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 19):
        raise Refused(
            400,
            f"The form does not say which {WHICH[field]} it is about",
            next_step="Nothing was changed. Go back and reload the page.",
        )
    return int(sent)


def _explain_refusal(comment_id: str, version: int, error: StaleVersion | LeaseHeld) -> str:
    """Say who was faster and when; where nobody was, what else changed."""
    standing = get_store().decisions.find_standing(comment_id)
    item = get_desk().entry(comment_id).item
    if isinstance(error, StaleVersion) and item.version != version:
        if standing is not None and standing.item_version >= version:
            return f"Your decision was not saved: {_who_decided(standing)}."
        return (
            "Your decision was not saved: the comment changed since you opened it. "
            "Read it again and decide anew."
        )
    return f"Your decision was not saved. {error}."


def _who_decided(decision: Decision) -> str:
    who = "you" if decision.moderator == holder().name else decision.moderator
    why = f" ({reason_title(decision.reason).lower()})" if decision.reason else ""
    when = f"{decision.decided_at:%H:%M} UTC, {ago(decision.decided_at)}"
    return f"{who} {RULINGS[decision.ruling].lower()} this comment{why} at {when}"
