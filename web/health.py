"""Is the process alive (/healthz), can it do its work (/readyz)? Nothing else is told."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from moderation.errors import StoreError
from moderation.web.context import get_store

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def answer_health() -> Response:
    """200 as long as requests are answered at all."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def answer_ready() -> Response:
    """200 when the database can be opened and read, 503 otherwise."""
    try:
        get_store().comments.count_comments()
    except StoreError:
        response = jsonify(status="unavailable", database="cannot be read; see the server's log")
        response.status_code = 503
        return response
    return jsonify(status="ok", database="ok")
