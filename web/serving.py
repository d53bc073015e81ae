"""Serve the app with waitress, one process, a few threads."""

from __future__ import annotations

import errno
import logging
import socket
from typing import TYPE_CHECKING, Final

from moderation.config import Config
from moderation.errors import ModerationError, UsageError
from moderation.web.app import create_app
from moderation.web.context import API_AT_ONCE, Reviewer

if TYPE_CHECKING:
    from flask import Flask
    from waitress.server import BaseWSGIServer, MultiSocketServer

THREADS: Final = 2 * API_AT_ONCE
"""Half of them stay free for people, however many comments wait for the model."""
LARGEST_BODY: Final = 64 * 1024 * 1024
"""Bytes; the app refuses far smaller ones, this bounds what is kept on disk meanwhile."""
PROXY: Final = "127.0.0.1"
"""Where a proxy that speaks TLS may stand: only what it says of client and scheme is believed."""
log = logging.getLogger(__name__)


def serve(
    config: Config,
    *,
    host: str | None = None,
    port: int | None = None,
    assessor: Reviewer | None = None,
) -> None:
    """Serve until interrupted. Host and port default to the configured ones.

    Raises:
        ModerationError: the address cannot be listened on.
    """
    server = open_server(
        create_app(config, assessor=assessor),
        host=config.web.host if host is None else host,
        port=config.web.port if port is None else port,
    )
    try:
        server.run()
    except KeyboardInterrupt:
        log.info("stopped")
    finally:
        server.close()


def open_server(app: Flask, *, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """Listen on `host`:`port` (0: any free port); `.run()` then serves.

    Raises:
        ModerationError: the port is in use or may not be used.
        UsageError: the host is not an address of this machine, the port not a port.
    """
    from waitress.server import create_server

    try:
        listening = _listen(host, port)
    except OSError as error:
        raise _explain(error, host, port) from error
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{host}:{port} cannot be listened on",
            next_step="Type: moderation serve --host 127.0.0.1 --port 8765",
        ) from error
    return create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident="",
        max_request_body_size=LARGEST_BODY,
        trusted_proxy=PROXY,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, closed again if binding fails, which waitress would leave to chance."""
    if not 0 <= port < 2**16:  # the resolver would take it modulo 65536
        raise ValueError(port)
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except BaseException:
        listening.close()
        raise
    return listening


def _explain(error: OSError, host: str, port: int) -> ModerationError:
    if error.errno == errno.EADDRINUSE:
        return ModerationError(
            f"Port {port} on {host} is in use by another program",
            next_step=f"Stop that program or type: moderation serve --port {port + 1}",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return ModerationError(
            f"Port {port} may not be used by this user",
            next_step="Take a port from 1024 on. Type: moderation serve --port 8765",
        )
    return UsageError(
        f"{host}:{port} cannot be listened on ({error.strerror or error})",
        next_step="Type: moderation serve --host 127.0.0.1",
    )
