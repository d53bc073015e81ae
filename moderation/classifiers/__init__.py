"""Classifiers: what turns a text into calibrated probabilities, one back end a file."""

from moderation.classifiers.base import Classifier, TextScore, TokenWeight, WindowScore

__all__ = ["Classifier", "TextScore", "TokenWeight", "WindowScore"]
