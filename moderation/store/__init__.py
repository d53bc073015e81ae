"""The database: comments, the queue, decisions, accounts, models and the audit of it all.

Nothing that a person did is ever erased; triggers refuse it. The only door to SQLite.
"""

from __future__ import annotations

from moderation.store.accounts import ROLES, SYSTEM
from moderation.store.cells import utc_now
from moderation.store.comments import Change, CommentPlace
from moderation.store.model_versions import Promotion
from moderation.store.queue_items import ItemFilter, QueuePlace
from moderation.store.store import Store, open_memory_store, open_store
from moderation.store.tokens import ApiToken

__all__ = [
    "ROLES",
    "SYSTEM",
    "ApiToken",
    "Change",
    "CommentPlace",
    "ItemFilter",
    "Promotion",
    "QueuePlace",
    "Store",
    "open_memory_store",
    "open_store",
    "utc_now",
]
