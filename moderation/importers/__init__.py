"""Reading comments from files: page text, JSON lines and CSV, told apart by content."""

from moderation.importers.base import ImporterFormat, Record
from moderation.importers.detect import FORMATS, detect_format, format_named
from moderation.importers.opening import InputFile, open_input
from moderation.importers.reading import InputSummary, read_records, validate

__all__ = [
    "FORMATS",
    "ImporterFormat",
    "InputFile",
    "InputSummary",
    "Record",
    "detect_format",
    "format_named",
    "open_input",
    "read_records",
    "validate",
]
