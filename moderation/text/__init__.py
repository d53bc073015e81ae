"""What a reader sees in a comment: one normalized view with a way back, and the language."""

from moderation.text.language import Language, detect_language
from moderation.text.normalizer import GUESS, NORMALIZER_VERSION, NormalizedText, normalize
from moderation.text.offsets import View

__all__ = [
    "GUESS",
    "NORMALIZER_VERSION",
    "Language",
    "NormalizedText",
    "View",
    "detect_language",
    "normalize",
]
