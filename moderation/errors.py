"""The errors of the project. Every message says what was found and ends with the next step.

ModerationError                exit code 1
+-- UsageError                 exit code 2: the command line or a request was wrong
|   +-- ConfigError            config.yaml: unknown key, wrong type, out of range
|   +-- UnknownFormat          an input whose format cannot be told
+-- InputError                 a file or a line of it cannot be read
+-- ArtifactError              a model folder is missing, tampered with or too new
+-- TrainingError              training cannot start or go on
|   +-- CorpusError            a corpus folder is missing or differs from what was expected
|   +-- TooFewDecisions        there is not enough to learn from yet
+-- StoreError                 the database cannot be opened, read or written
|   +-- NewerSchema            written by a newer version of this program
|   +-- StoreLocked            another process holds the database
|   +-- NotFound               no such row
+-- DeskError                  a decision or a lease was refused; nothing was changed
|   +-- StaleVersion           the comment changed since it was shown
|   +-- LeaseHeld              someone else is looking at this comment
|   +-- NothingToUndo          no decision of this person is left to take back
+-- AuthError                  a log-in or a token was refused
"""

from __future__ import annotations


class ModerationError(Exception):
    """Base of all expected errors: shown as one line, without a traceback."""

    exit_code = 1

    def __init__(self, message: str, *, next_step: str) -> None:
        """Join what was found (`message`) with what to do about it (`next_step`)."""
        super().__init__(f"{message.rstrip('.')}. {next_step}")
        self.message = message
        self.next_step = next_step


class UsageError(ModerationError):
    """The command line or request was wrong: read the message and type it again."""

    exit_code = 2


class ConfigError(UsageError):
    """config.yaml is wrong: mend the named key."""


class UnknownFormat(UsageError):
    """The input's format cannot be told: name it with --format."""


class InputError(ModerationError):
    """A file or a line of it cannot be read: mend the named line."""


class ArtifactError(ModerationError):
    """A model folder is missing or damaged: restore it or choose another version."""


class TrainingError(ModerationError):
    """Training cannot start or go on: the current version stays in service."""


class CorpusError(TrainingError):
    """A corpus folder differs from what its reader expects: restore the named file."""


class TooFewDecisions(TrainingError):
    """There is not enough to learn from yet: go on deciding."""


class StoreError(ModerationError):
    """The database cannot be opened, read or written: follow the message."""


class NewerSchema(StoreError):
    """The database was written by a newer version: upgrade this program."""


class StoreLocked(StoreError):
    """Another process holds the database: wait or stop it."""


class NotFound(StoreError):
    """No such row: check the id."""


class DeskError(ModerationError):
    """A decision or a lease was refused; nothing was changed."""


class StaleVersion(DeskError):
    """The comment changed since it was shown: look at it again."""


class LeaseHeld(DeskError):
    """Someone else is looking at this comment: take the next one."""


class NothingToUndo(DeskError):
    """No decision of this person is left to take back."""


class AuthError(ModerationError):
    """A log-in or a token was refused: check it and try again."""
