"""The project's own annotations: drawn, read blind by a guide, settled, kept without text."""
