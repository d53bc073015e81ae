"""Who may log in. Only the hash of a password is kept, and nobody is deleted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from moderation.domain import Account
from moderation.errors import NotFound, StoreError, UsageError
from moderation.store.audit import Audit
from moderation.store.cells import cell_to_optional_time, cell_to_time, time_to_cell, utc_now
from moderation.store.connection import Connection, Row

ROLES: Final = ("moderator", "editor", "administrator")
SYSTEM: Final = "system"
"""The actor in the audit where no person is known, as on the command line."""

_NAME: Final = re.compile(r"[\w.@-]{1,64}")


class Accounts:
    """The table of accounts. Every change is audited in its own transaction."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection = connection
        self._audit = audit

    def add_account(
        self, name: str, role: str, password_hash: str, *, actor: str = SYSTEM
    ) -> Account:
        """Add someone. Names that differ in case only are one name.

        Raises:
            UsageError: the name or the role cannot be used.
            StoreError: the name is taken.
        """
        _check(name, role)
        now = utc_now()
        with self._connection.transaction():
            if self.find_account(name) is not None:
                raise StoreError(
                    f"There is an account {name!r} already",
                    next_step="Choose another name; `moderation account list` shows those taken",
                )
            self._connection.insert(
                "accounts",
                {
                    "name": name,
                    "role": role,
                    "password_hash": password_hash,
                    "created_at": time_to_cell(now),
                },
            )
            self._audit.add_event(actor, "account.add", name, {"role": role}, at=now)
        return Account(name=name, role=role, created_at=now)

    def find_account(self, name: str) -> Account | None:
        """The account of that name, disabled or not; None if there is none."""
        row = self._connection.row("SELECT * FROM accounts WHERE name = ?", (name,))
        return None if row is None else _account(row)

    def password_hash_of(self, name: str) -> str | None:
        """The stored hash; None for an unknown or disabled account."""
        found: str | None = self._connection.value(
            "SELECT password_hash FROM accounts WHERE name = ? AND disabled_at IS NULL", (name,)
        )
        return found

    def list_accounts(self) -> list[Account]:
        """All accounts by name, the disabled ones too."""
        rows = self._connection.rows("SELECT * FROM accounts ORDER BY name")
        return [_account(row) for row in rows]

    def set_password(self, name: str, password_hash: str, *, actor: str = SYSTEM) -> None:
        """Replace the hash.

        Raises:
            NotFound: there is no such account.
        """
        with self._connection.transaction():
            known = self._get(name)
            self._connection.write(
                "UPDATE accounts SET password_hash = ? WHERE name = ?", (password_hash, name)
            )
            self._audit.add_event(actor, "account.password", known.name)

    def renew_hash(self, name: str, *, old: str, new: str) -> None:
        """Replace `old`, the hash, by a `new` one of the same password.

        Nothing is audited, as nothing changes for anybody. A password that was changed in the
        meantime stays as it is.
        """
        with self._connection.transaction():
            self._connection.write(
                "UPDATE accounts SET password_hash = ? WHERE name = ? AND password_hash = ?",
                (new, name, old),
            )

    def disable(self, name: str, *, actor: str = SYSTEM) -> None:
        """Let someone log in no more; what they decided stays. Twice is once.

        Raises:
            NotFound: there is no such account.
        """
        self._set_disabled(name, utc_now(), actor=actor)

    def enable(self, name: str, *, actor: str = SYSTEM) -> None:
        """Let someone log in again.

        Raises:
            NotFound: there is no such account.
        """
        self._set_disabled(name, None, actor=actor)

    def _set_disabled(self, name: str, at: datetime | None, *, actor: str) -> None:
        with self._connection.transaction():
            known = self._get(name)
            if (known.disabled_at is None) == (at is None):
                return
            self._connection.write(
                "UPDATE accounts SET disabled_at = ? WHERE name = ?",
                (None if at is None else time_to_cell(at), name),
            )
            action = "account.enable" if at is None else "account.disable"
            self._audit.add_event(actor, action, known.name)

    def _get(self, name: str) -> Account:
        account = self.find_account(name)
        if account is None:
            raise NotFound(
                f"There is no account {name!r}",
                next_step="Type `moderation account list` for those there are",
            )
        return account


def _check(name: str, role: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be an account's name",
            next_step="Give 1 to 64 letters, digits, dots, dashes, underlines or @",
        )
    if role not in ROLES:
        raise UsageError(f"There is no role {role!r}", next_step=f"Give one of {', '.join(ROLES)}")


def _account(row: Row) -> Account:
    return Account(
        name=row["name"],
        role=row["role"],
        created_at=cell_to_time(row["created_at"]),
        disabled_at=cell_to_optional_time(row["disabled_at"]),
    )
