"""Errors at the door: every expected error becomes a page, or JSON for /api/.

A page says what happened and what to do next. What was not expected is logged with
a reference and told to nobody.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from moderation.errors import (
    ArtifactError,
    AuthError,
    DeskError,
    InputError,
    ModerationError,
    NewerSchema,
    NotFound,
    StoreError,
    StoreLocked,
    TrainingError,
    UsageError,
)

log = logging.getLogger(__name__)

STATUS: Final[Mapping[type[ModerationError], int]] = {
    UsageError: 400,
    InputError: 400,
    AuthError: 401,
    NotFound: 404,
    DeskError: 409,
    TrainingError: 503,
    ArtifactError: 503,
    StoreLocked: 503,
    NewerSchema: 503,
    StoreError: 503,
    ModerationError: 500,
}
"""The status of each branch of the error tree; a class without one takes its parent's."""

TITLES: Final[Mapping[int, str]] = {
    400: "The request was not understood",
    401: "You are not logged in",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not possible this way",
    409: "Nothing was changed",
    413: "Too large",
    415: "Unknown kind of content",
    422: "A value is out of range",
    429: "Too many attempts",
    500: "Something went wrong",
    503: "Not available right now",
}

FOUND: Final[Mapping[int, str]] = {
    404: "There is no such page",
    405: "This address does not take that kind of request",
    413: "What was sent is larger than this server takes",
}
NEXT_STEPS: Final[Mapping[int, str]] = {
    404: "Check the address, or go back to the queue.",
    405: "Go back to the queue and use the buttons there.",
    413: "Send less text.",
}


ON_THE_WEB: Final[Mapping[type[ModerationError], tuple[str, str]]] = {
    StoreLocked: (
        "The desk is busy: another program is writing to its database",
        "Wait a moment, then try again.",
    ),
}
"""What is told instead of the command line's message, which speaks of files and commands."""


class FieldError(ModerationError):
    """A request's field is missing or wrong: mend the named field."""

    def __init__(self, field: str, message: str, *, next_step: str, status: int = 400) -> None:
        super().__init__(message, next_step=next_step)
        self.field = field
        self.status = status


class Refused(ModerationError):
    """A request is refused with a status of its own."""

    def __init__(self, status: int, message: str, *, next_step: str) -> None:
        super().__init__(message, next_step=next_step)
        self.status = status


def status_of(error: ModerationError) -> int:
    """The HTTP status for an expected error, by its nearest class in STATUS."""
    if isinstance(error, FieldError | Refused):
        return error.status
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(ModerationError, _on_expected)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Exception, _on_surprise)


def _on_expected(error: ModerationError) -> Response:
    status = status_of(error)
    if status >= 500:
        log.error("%s %s: %s", request.method, request.path, error)
    field = error.field if isinstance(error, FieldError) else None
    message, next_step = ON_THE_WEB.get(type(error), (error.message, error.next_step))
    return answer_error(status, message, next_step, field=field)


def _on_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect raised by the router
        return make_response(error.get_response())
    message = (FOUND.get(status) or error.description or error.name).rstrip(".")
    return answer_error(status, message, NEXT_STEPS.get(status, "Go back and try again."))


def _on_surprise(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("unexpected error %s", reference, exc_info=error)
    return answer_error(
        500,
        "The server met an error that it did not expect",
        f"Try again; if it stays, look for {reference} in the server's log.",
    )


def answer_error(
    status: int, message: str, next_step: str, *, field: str | None = None
) -> Response:
    """An error as problem+json for /api/, as a page otherwise."""
    title = TITLES.get(status, "Something went wrong")
    if request.path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": f"{message.rstrip('.')}. {next_step}",
        }
        if field is not None:
            body["field"] = field
        response = jsonify(body)
        response.mimetype = "application/problem+json"
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
    else:
        response = make_response(
            render_template("errors/error.html", title=title, message=message, next_step=next_step)
        )
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response
