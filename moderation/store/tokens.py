"""Which programs may send comments. Only the hash of a token is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from moderation.errors import NotFound, StoreError
from moderation.store.accounts import SYSTEM
from moderation.store.audit import Audit
from moderation.store.cells import cell_to_optional_time, cell_to_time, time_to_cell, utc_now
from moderation.store.connection import Connection, Row

_TOUCH_EVERY: Final = timedelta(minutes=1)
"""A token's last use is kept to the minute: a busy program must not cost a flush a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """What a program may do with its token."""

    name: str
    scope: str
    source: str
    """The source that its comments are filed under."""
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Tokens:
    """The table of tokens. Adding and revoking are audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection = connection
        self._audit = audit

    def add_token(
        self, name: str, token_hash: str, scope: str, source: str, *, actor: str = SYSTEM
    ) -> ApiToken:
        """Add a token by its hash.

        Raises:
            StoreError: the name is taken.
        """
        now = utc_now()
        with self._connection.transaction():
            if self._connection.value("SELECT 1 FROM tokens WHERE name = ?", (name,)) is not None:
                raise StoreError(
                    f"There is a token {name!r} already",
                    next_step="Choose another name; `moderation token list` shows those taken",
                )
            self._connection.insert(
                "tokens",
                {
                    "name": name,
                    "token_hash": token_hash,
                    "scope": scope,
                    "source": source,
                    "created_at": time_to_cell(now),
                },
            )
            details = {"scope": scope, "source": source}
            self._audit.add_event(actor, "token.add", name, details, at=now)
        return ApiToken(name=name, scope=scope, source=source, created_at=now)

    def find_token(self, token_hash: str) -> ApiToken | None:
        """The token of that hash, None if there is none or it was revoked."""
        row = self._connection.row(
            "SELECT * FROM tokens WHERE token_hash = ? AND revoked_at IS NULL", (token_hash,)
        )
        return None if row is None else _token(row)

    def touch_token(self, name: str) -> None:
        """Note that it was used, at most once a minute."""
        now = utc_now()
        self._connection.write(
            "UPDATE tokens SET used_at = ? WHERE name = ? AND (used_at IS NULL OR used_at < ?)",
            (time_to_cell(now), name, time_to_cell(now - _TOUCH_EVERY)),
        )

    def list_tokens(self) -> list[ApiToken]:
        """All tokens by name, the revoked ones too."""
        return [_token(row) for row in self._connection.rows("SELECT * FROM tokens ORDER BY name")]

    def revoke(self, name: str, *, actor: str = SYSTEM) -> None:
        """Refuse the token from now on. Twice is once.

        Raises:
            NotFound: there is no such token.
        """
        now = utc_now()
        with self._connection.transaction():
            if self._connection.value("SELECT 1 FROM tokens WHERE name = ?", (name,)) is None:
                raise NotFound(
                    f"There is no token {name!r}",
                    next_step="Type `moderation token list` for those there are",
                )
            changed = self._connection.write(
                "UPDATE tokens SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                (time_to_cell(now), name),
            )
            if changed:
                self._audit.add_event(actor, "token.revoke", name, at=now)


def _token(row: Row) -> ApiToken:
    return ApiToken(
        name=row["name"],
        scope=row["scope"],
        source=row["source"],
        created_at=cell_to_time(row["created_at"]),
        used_at=cell_to_optional_time(row["used_at"]),
        revoked_at=cell_to_optional_time(row["revoked_at"]),
    )
