"""Term lists: what they hold, how they are read, and how a comment is searched for them.

The lists explain and rank. They are data that a newsroom can read, extend and switch
off: see docs/terms.md.
"""

from moderation.terms.lists import load_terms
from moderation.terms.matcher import TermMatcher
from moderation.terms.model import Pattern, Searchable, Term, TermLists, TextView

__all__ = [
    "Pattern",
    "Searchable",
    "Term",
    "TermLists",
    "TermMatcher",
    "TextView",
    "load_terms",
]
