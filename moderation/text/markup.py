"""HTML: tags away, character references resolved."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from moderation.text.offsets import Edit, Mapped

_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span"
    "|strike|strong|sub|sup|tt|u|var|wbr"
)
_BLOCK = (
    "address|article|aside|blockquote|body|br|center|dd|details|div|dl|dt|figcaption|figure|footer"
    "|form|h[1-6]|head|header|hr|html|iframe|img|input|label|legend|li|main|nav|ol|option|p|pre"
    "|script|section|select|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul"
    "|video"
)
# Only real elements with well-formed attributes: to strip every <...> would let a writer hide a
# word in one, where the page shows it as plain text. Possessive, so that no input is quadratic.
_TAG = re.compile(
    rf"</?+(?:({_INLINE})|{_BLOCK})(?![\w-])"
    r"""(?:\s++[a-z_:][\w:.-]*+\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=]++))*+"""
    r"\s*+/?+>|<!--[^<>]*+>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})(?:;|(?![\w;]))|[A-Za-z]\w{1,31};)"
)


def strip_markup(mapped: Mapped) -> Mapped:
    """Remove HTML tags and resolve character references, twice for twice-escaped exports."""
    if "<" in mapped.text:
        mapped = mapped.edit(_find_tags(mapped.text))
    for _ in range(2):
        if "&" not in mapped.text:
            break
        mapped = mapped.edit(_find_references(mapped.text))
    return mapped


def _find_tags(text: str) -> Iterator[Edit]:
    for match in _TAG.finditer(text):
        inline = match[1] is not None or match[0].startswith("<!")
        yield Edit(match.start(), match.end(), "" if inline else "\n")


def _find_references(text: str) -> Iterator[Edit]:
    for match in _REFERENCE.finditer(text):
        plain = html.unescape(match[0])
        if plain != match[0]:
            # Nobody writes a plain letter as a number except to hide it.
            weight = int(plain.isascii() and plain.isalpha())
            yield Edit(match.start(), match.end(), plain, weight)
