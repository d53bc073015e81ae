"""What a request works with: settings, one store and desk of its own, who is asking.

A Store may not change threads, so each request opens its own and closes it after.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, cast

from flask import Flask, current_app, g, session

from moderation.assess import Reviewed, load_assessor
from moderation.config import Config
from moderation.desk import Desk, Holder
from moderation.domain import Comment
from moderation.store import Store, open_store
from moderation.web.throttle import Throttle

EXTENSION: Final = "moderation"
API_AT_ONCE: Final = 8
"""Comments that programs may have waiting for the model at one time."""


class Reviewer(Protocol):
    """What the pages need of an assessor."""

    @property
    def model_version(self) -> str:
        """`name/version` of the model that scores."""

    def review(self, comments: Sequence[Comment]) -> list[Reviewed]:
        """Assess, judge and rank `comments`, in order."""


class SharedReviewer:
    """One model for all threads, one comment batch at a time.

    Loaded when first needed, so that pages are served at once, and loaded anew when
    another version was promoted meanwhile. A model that was handed in stays.
    """

    def __init__(self, config: Config, given: Reviewer | None) -> None:
        self._config = config
        self._given = given
        self._loaded: Reviewer | None = None
        self._loaded_ref: str | None = None
        self._lock = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Whether a comment can be scored without loading a model first."""
        return self._given is not None or self._loaded is not None

    @property
    def model_version(self) -> str:
        """The version in service, empty while none is loaded."""
        reviewer = self._given or self._loaded
        return reviewer.model_version if reviewer else ""

    def follow(self, promoted_ref: str | None) -> None:
        """Have the promoted version in service (None: the configured or shipped one).

        Raises:
            ArtifactError: it is missing or damaged; the version in service stays.
        """
        with self._lock:
            if self._given is None and (self._loaded is None or promoted_ref != self._loaded_ref):
                self._loaded = load_assessor(self._config, ref=promoted_ref)
                self._loaded_ref = promoted_ref

    def review(self, comments: Sequence[Comment]) -> list[Reviewed]:
        """Assess, judge and rank `comments`, after whoever came first."""
        with self._lock:
            reviewer = self._given or self._loaded
            if reviewer is None:
                reviewer = self._loaded = load_assessor(self._config)
            return reviewer.review(comments)


@dataclass(slots=True)
class WebState:
    """What all requests of one app share."""

    config: Config
    reviewer: SharedReviewer
    throttle: Throttle = field(default_factory=Throttle)
    api_places: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(API_AT_ONCE)
    )
    ended_sessions: set[str] = field(default_factory=set)
    """Sessions that were logged out: their cookie is refused even if someone kept it.
    In memory: after a restart the cookie's own time limits are what ends it."""


def web_state() -> WebState:
    """The shared state of the app that serves this request."""
    return cast("WebState", current_app.extensions[EXTENSION])


def config() -> Config:
    """The settings."""
    return web_state().config


def get_store() -> Store:
    """This request's own store, opened when first asked for.

    Raises:
        StoreError: the database is missing, locked or newer than this program.
    """
    if "store" not in g:
        g.store = open_store(config().database)
    return cast("Store", g.store)


def get_desk() -> Desk:
    """This request's own desk."""
    if "desk" not in g:
        state = web_state()
        g.desk = Desk(get_store(), state.config, state.reviewer)
    return cast("Desk", g.desk)


def holder() -> Holder:
    """Who asks: a lease belongs to one log-in, so two browsers never share a comment."""
    return Holder(name=session["user"], session=session["sid"])


def close_store(_error: BaseException | None = None) -> None:
    """Close this request's store if it was opened."""
    g.pop("desk", None)
    store = g.pop("store", None)
    if store is not None:
        store.close()


def init_context(app: Flask, config: Config, assessor: Reviewer | None) -> None:
    """Give `app` its shared state and have every request's store closed."""
    app.extensions[EXTENSION] = WebState(config=config, reviewer=SharedReviewer(config, assessor))
    app.teardown_appcontext(close_store)
