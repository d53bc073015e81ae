"""POST /api/v1/comments: a site sends a comment; it is scored and queued.

Bearer tokens only: no cookie is read here, so there is nothing to forge.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, request

from moderation.domain import (
    Comment,
    ItemState,
    QueueItem,
    Thread,
)
from moderation.passwords import hash_token
from moderation.protocols.native import render_review
from moderation.store import ApiToken
from moderation.web.context import config, get_desk, get_store, web_state
from moderation.web.errors import Refused
from moderation.web.payload import Submission, parse_body, read_submission

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

SCOPE: Final = "queue"
JSON_OVERHEAD: Final = 64 * 1024
"""Bytes for the other fields."""
JSON_GROWTH: Final = 6
"""A byte of text is at most six in JSON, as in \\u0001."""


@blueprint.post("/comments")
def submit_comment() -> Response:
    """Score one comment and put it into the queue; 201 if it was not known before."""
    token = _check_token()
    limit = config().web.max_comment_bytes
    request.max_content_length = limit * JSON_GROWTH + JSON_OVERHEAD
    if request.mimetype != "application/json":
        raise Refused(
            415,
            f"The content type is {request.mimetype or 'missing'!r}",
            next_step="Send JSON with Content-Type: application/json.",
        )
    sent = read_submission(
        parse_body(request.get_data()), source=token.source, max_comment_bytes=limit
    )
    places = web_state().api_places
    if not places.acquire(blocking=False):
        raise Refused(
            503, "Too many comments wait to be scored", next_step="Send it again in a second."
        )
    try:
        return _take_in(sent, actor=f"token:{token.name}")
    finally:
        places.release()


def _take_in(sent: Submission, *, actor: str) -> Response:
    _follow_promotion()
    records: list[Thread | Comment] = [sent.thread] if sent.thread else []
    report = get_desk().intake([*records, sent.comment], actor=actor)
    response = _render(sent.comment)
    response.status_code = 201 if report.added else 200
    return response


def _check_token() -> ApiToken:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    store = get_store()
    token = store.tokens.find_token(hash_token(secret.strip())) if secret else None
    if scheme.lower() != "bearer" or token is None:
        raise Refused(
            401,
            "No valid token was sent",
            next_step="Send Authorization: Bearer TOKEN; `moderation token create` makes one.",
        )
    if SCOPE not in token.scope.split(","):
        raise Refused(
            403,
            f"The token {token.name!r} may not send comments",
            next_step=f"Make one with `moderation token create NAME --scope {SCOPE}`.",
        )
    store.tokens.touch_token(token.name)
    return token


def _follow_promotion() -> None:
    """Score with the version promoted last; before the first, with the configured one."""
    promoted = get_store().model_versions.find_promoted()
    web_state().reviewer.follow(promoted.ref if promoted else None)


def _render(comment: Comment) -> Response:
    item = get_store().queue_items.find_item(comment.id)
    if item is None:  # without text there is nothing to queue
        reviewed = web_state().reviewer.review([comment])[0]
        parts = (reviewed.assessment, reviewed.verdict, reviewed.priority)
    else:
        parts = (item.assessment, item.verdict, item.priority)
    review = render_review(comment, *parts, with_text=False)
    return jsonify(
        review | {"id": comment.id, "external_id": comment.external_id, "queued": _is_open(item)}
    )


def _is_open(item: QueueItem | None) -> bool:
    return item is not None and item.state is not ItemState.DECIDED
