"""Headers on every answer, the CSRF token on every form, the key that signs the cookie."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface

from moderation.errors import StoreError
from moderation.web.errors import Refused

KEY_NAME: Final = "web-secret.key"
CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class CookieSessions(SecureCookieSessionInterface):
    """Signed cookies that are marked Secure whenever the page came over https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this request came over https."""
        return request.is_secure or super().get_cookie_secure(app)


def init_security(app: Flask) -> None:
    """Register the CSRF check and the headers."""
    app.session_interface = CookieSessions()
    app.before_request(_check_csrf)
    app.after_request(_add_headers)
    app.jinja_env.globals["csrf_token"] = csrf_token


def csrf_token() -> str:
    """The token of this session, made when first asked for."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(32)
    return str(session["csrf"])


def _check_csrf() -> None:
    """Refuse a state change that does not carry the session's own token.

    /api/ takes no cookie, so nothing can be forged there.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.path.startswith("/api/"):
        return
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    expected = str(session.get("csrf", ""))
    if not expected or not secrets.compare_digest(sent.encode(), expected.encode()):
        raise Refused(
            400,
            "This form was opened before your current log-in, or its cookie is missing",
            next_step="Nothing was changed. Go back, reload the page and do it once more.",
        )


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    return response


def read_secret_key(data_dir: Path) -> bytes:
    """The key that signs session cookies, made on first use and readable by its owner only.

    Raises:
        StoreError: the data folder cannot be read or written.
    """
    path = data_dir / KEY_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            _write_new(path, secrets.token_bytes(32))
        key = path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The key file {path} cannot be used ({error.strerror})",
            next_step=f"Make the folder writable. Type: chmod u+rwx {data_dir}",
        ) from error
    if len(key) < 32:
        raise StoreError(
            f"The key file {path} is damaged",
            next_step=f"Remove it; all log-ins end and a new one is made. Type: rm {path}",
        )
    return key


def _write_new(path: Path, key: bytes) -> None:
    """Write beside and link into place: another process never reads half a key."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        os.link(beside, path)
    finally:
        beside.unlink()
