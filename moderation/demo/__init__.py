"""The bundled thread that `moderation demo` shows; every person and place in it is invented."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DEMO_THREAD: Final = Path(__file__).with_name("thread.txt")
"""A local newspaper's page in the page-text layout, with its comments."""
