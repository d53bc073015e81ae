"""Runs inside a network namespace of its own: brings up the loopback, serves and asks.

    python isolated_run.py COMMAND...     the command gets a free port as its last word

Prints what GET /healthz answered and ends the server. It is a script of its own because only a
process inside the namespace can reach a server inside the namespace. It needs no package.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request

READ_FLAGS, WRITE_FLAGS, UP = 0x8913, 0x8914, 1
PATIENCE = 120.0


def raise_loopback() -> None:
    """Do what `ip link set lo up` does; does nothing where it is up already."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(sock, READ_FLAGS, request))[1]
        if not flags & UP:
            fcntl.ioctl(sock, WRITE_FLAGS, struct.pack("16sh14x", b"lo", flags | UP))


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def ask(url: str, server: subprocess.Popen[bytes]) -> str:
    """The status and body that `url` answers, as soon as the server listens."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with opener.open(url, timeout=10) as answer:
                return f"{answer.status} {answer.read().decode()}"
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    return f"no answer; the server's exit status is {server.poll()}"


def main() -> None:
    """Serve, ask once, stop."""
    raise_loopback()
    port = free_port()
    server = subprocess.Popen([*sys.argv[1:], str(port)], stdout=sys.stderr)
    try:
        sys.stdout.write(ask(f"http://127.0.0.1:{port}/healthz", server) + "\n")
    finally:
        server.terminate()
        server.wait(timeout=30)


if __name__ == "__main__":
    main()
