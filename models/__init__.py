"""The shipped models: `NAME/VERSION/` folders beside this file, read by `moderation.artifacts`."""
