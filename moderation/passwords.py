"""Passwords and tokens: made here, and kept by everybody else as hashes only."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MAX_PASSWORD_BYTES: Final = 1024
"""Longer ones are refused before they cost us the memory and time of hashing them."""

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that is easily taken for another."""


def hash_password(password: str) -> str:
    """The argon2id hash of `password`, salted, with its parameters in it.

    Raises:
        ValueError: the password is empty or longer than MAX_PASSWORD_BYTES.
    """
    if not 0 < len(_bytes_of(password)) <= MAX_PASSWORD_BYTES:
        raise ValueError(f"a password has 1 to {MAX_PASSWORD_BYTES} bytes")
    return _hasher().hash(_bytes_of(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one that was hashed.

    None stands for an unknown account: it is refused as slowly as a wrong password, so that
    the time does not tell which names exist.
    """
    from argon2.exceptions import Argon2Error, InvalidHashError

    if len(_bytes_of(password)) > MAX_PASSWORD_BYTES:
        return False
    try:
        matches = _hasher().verify(password_hash or _nobodys_hash(), _bytes_of(password))
    except (Argon2Error, InvalidHashError):
        return False
    return matches and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's: hash again at the next log-in."""
    return _hasher().check_needs_rehash(password_hash)


def generate_password() -> str:
    """A password for reading out: four groups of four signs, 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def new_token() -> str:
    """A token for a program: 256 bits, safe in a URL and a header."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hex. A token is random and long, so a slow hash would gain nothing."""
    return hashlib.sha256(_bytes_of(token)).hexdigest()


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_bytes(32))
