"""The review desk in a browser: server-rendered pages and one JSON endpoint.

The only room that imports flask; nothing below it knows that it exists.
"""

from __future__ import annotations

__all__: list[str] = []
