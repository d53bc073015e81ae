"""Put the pages together into one Flask app."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, redirect, url_for
from flask import make_response as respond
from jinja2 import StrictUndefined

from moderation.config import Config
from moderation.web import api, auth, comments, drawing, health, history, queue
from moderation.web.context import Reviewer, init_context
from moderation.web.errors import init_errors
from moderation.web.security import init_security, read_secret_key

LARGEST_FORM = 64 * 1024
"""Bytes; the API sets its own limit."""


def create_app(config: Config, *, assessor: Reviewer | None = None) -> Flask:
    """The review desk and its API as a WSGI app.

    Args:
        config: the settings; the database is opened anew for each request.
        assessor: scores what the API takes in. Without one the configured or promoted
            model is loaded when the first comment arrives.

    Raises:
        StoreError: the key file in the data folder cannot be read or written.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=read_secret_key(config.data_dir),
        SESSION_COOKIE_NAME="moderation_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=config.web.session_hours),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        SEND_FILE_MAX_AGE_DEFAULT=None,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    init_context(app, config, assessor)
    init_security(app)
    init_errors(app)
    drawing.init_drawing(app)
    for room in (auth, queue, comments, history, api, health):
        app.register_blueprint(room.blueprint)
    app.add_url_rule("/", "home", _go_to_queue)
    return app


def _go_to_queue() -> Response:
    return respond(redirect(url_for("queue.show_queue"), 303))
