"""Comments -> what the machine says of them: normalize, score, explain, judge, rank. No store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from moderation.classifiers.base import Classifier, TextScore
from moderation.classifiers.catalog import model_roots, open_classifier
from moderation.classifiers.profiles import under_profile
from moderation.config import Config
from moderation.domain import (
    Assessment,
    Comment,
    Policy,
    Priority,
    Score,
    ScoringState,
    Span,
    TermHit,
    Verdict,
)
from moderation.explain import explain_by_occlusion, spans_from_tokens
from moderation.policy import judge
from moderation.ranking import draw_of, rank
from moderation.terms import TermMatcher, load_terms
from moderation.text import GUESS, Language, NormalizedText, View, detect_language, normalize

LANGUAGE_DOUBT = 0.9
"""Confidence from which a language that the model does not know is believed."""
EXPLAIN_SHARE = 0.8
"""A label is explained from this share of its threshold on: nearly held is worth a reason."""
GUESS_MARGIN = 0.1
"""How much higher than the plain reading a guess at broken words must score to count."""
MOST_HITS = 20
"""Hits of one term under one label that are kept: said a thousand times, it says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One comment with all that the machine says of it."""

    comment: Comment
    assessment: Assessment
    verdict: Verdict
    priority: Priority


@dataclass(frozen=True, slots=True)
class _Read:
    """A comment as the classifier will read it."""

    comment: Comment
    normalized: NormalizedText
    language: Language
    hits: tuple[TermHit, ...]
    readings: tuple[View, ...]


class Assessor:
    """Reads, scores and judges comments with one classifier, one set of terms, one policy.

    Safe to share between threads as far as its classifier is.
    """

    def __init__(
        self,
        classifier: Classifier,
        matcher: TermMatcher,
        policy: Policy,
        languages: Sequence[str] = ("en",),
    ) -> None:
        self.classifier = under_profile(classifier, policy.antisemitism_profile)
        self.matcher = matcher
        self.policy = policy
        self.languages = frozenset(languages)

    @property
    def model_version(self) -> str:
        """`name/version` of the classifier."""
        return self.classifier.version

    def review(self, comments: Sequence[Comment]) -> list[Reviewed]:
        """Assess, judge and rank `comments`; one result each, in order."""
        return [
            self._judged(comment, assessment)
            for comment, assessment in zip(comments, self.assess(comments), strict=True)
        ]

    def assess(self, comments: Sequence[Comment]) -> list[Assessment]:
        """Score and explain `comments` in one go; one assessment each, in order."""
        reads = [self._read(comment) for comment in comments]
        texts = [view.text for read in reads for view in read.readings]
        scored = iter(self.classifier.score(texts))
        return [self._assessed(read, [next(scored) for _ in read.readings]) for read in reads]

    def _read(self, comment: Comment) -> _Read:
        normalized = normalize(comment.text)
        empty = not normalized.main.text.strip()
        hits = _first_of_each(self.matcher.find(normalized))
        others = normalized.second_readings({hit.term for hit in hits})
        readings = () if empty else (normalized.plain, *others)
        return _Read(
            comment=comment,
            normalized=normalized,
            language=detect_language(normalized.main.text),
            hits=hits,
            readings=readings,
        )

    def _assessed(self, read: _Read, scores: Sequence[TextScore]) -> Assessment:
        best = _highest(read.readings, scores, len(self.classifier.labels))
        labelled = tuple(
            Score(label=label, value=value)
            for label, value in zip(self.classifier.labels, best, strict=True)
        )
        return Assessment(
            comment_id=read.comment.id,
            model_version=self.model_version,
            state=self._state(read, scores),
            scores=labelled,
            spans=self._spans(read, scores, best),
            term_hits=read.hits,
            language=read.language.code,
            language_confidence=round(read.language.confidence, 4),
            windows=max((score.windows for score in scores), default=0),
            normalized_hash=read.normalized.hash,
        )

    def _state(self, read: _Read, scores: Sequence[TextScore]) -> ScoringState:
        if not scores:
            return ScoringState.EMPTY
        code, confidence = read.language.code, read.language.confidence
        if code not in self.languages and code != "und" and confidence >= LANGUAGE_DOUBT:
            return ScoringState.UNSUPPORTED_LANGUAGE
        if any(score.skipped for score in scores):
            return ScoringState.TOO_LONG
        return ScoringState.SCORED

    def _spans(
        self, read: _Read, scores: Sequence[TextScore], best: Sequence[float]
    ) -> tuple[Span, ...]:
        spans = [_term_span(hit) for hit in read.hits]
        wanted = self._worth_explaining(best)
        for view, score in zip(read.readings, scores, strict=True):
            told_here = [label for label, value in wanted.items() if value in score.values]
            found = self._explain(view, score, told_here)
            spans += [_on_original(span, view) for span in found]
        return tuple(sorted(spans, key=lambda span: (span.start, span.end, span.label)))

    def _worth_explaining(self, best: Sequence[float]) -> dict[str, float]:
        return {
            label: value
            for label, value in zip(self.classifier.labels, best, strict=True)
            if label in self.policy.labels
            and value >= EXPLAIN_SHARE * self.policy.labels[label].hold_at
        }

    def _explain(self, view: View, score: TextScore, wanted: Sequence[str]) -> tuple[Span, ...]:
        labels = self.classifier.labels
        if score.tokens:
            return spans_from_tokens(score.tokens, labels, wanted, view.text)
        return tuple(
            span
            for label in wanted
            for span in explain_by_occlusion(view.text, label, self._scorer(labels.index(label)))
        )

    def _scorer(self, column: int) -> Callable[[Sequence[str]], list[float]]:
        return lambda texts: [score.values[column] for score in self.classifier.score(texts)]

    def _judged(self, comment: Comment, assessment: Assessment) -> Reviewed:
        verdict = judge(comment, assessment, self.policy)
        draw = draw_of(comment.id, self.policy.version)
        priority = rank(comment, assessment, verdict, self.policy, draw=draw)
        return Reviewed(comment=comment, assessment=assessment, verdict=verdict, priority=priority)


def load_assessor(config: Config, *, ref: str | None = None) -> Assessor:
    """The assessor of a configuration.

    Args:
        config: names the model, the languages, the term lists and the policy.
        ref: `name/version` to use instead of the configured model.

    Raises:
        ArtifactError: the model is missing or damaged.
        ConfigError: a term list is wrong.
    """
    classifier = open_classifier(ref or config.model, model_roots(config.models_dir))
    matcher = TermMatcher(load_terms(config.term_lists))
    return Assessor(classifier, matcher, config.policy, config.languages)


def _first_of_each(hits: Sequence[TermHit]) -> tuple[TermHit, ...]:
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for hit in hits:
        seen[hit.term, hit.label] += 1
        if seen[hit.term, hit.label] <= MOST_HITS:
            kept.append(hit)
    return tuple(kept)


def _highest(
    readings: Sequence[View], scores: Sequence[TextScore], width: int
) -> tuple[float, ...]:
    """The highest value of each label; a guess counts only where it is much higher."""
    if not scores:
        return (0.0,) * width
    values = [
        _clear_of(score.values, scores[0].values) if view.name == GUESS else score.values
        for view, score in zip(readings, scores, strict=True)
    ]
    return tuple(max(column) for column in zip(*values, strict=True))


def _clear_of(guessed: Sequence[float], plain: Sequence[float]) -> tuple[float, ...]:
    return tuple(
        value if value >= first + GUESS_MARGIN else first
        for value, first in zip(guessed, plain, strict=True)
    )


def _term_span(hit: TermHit) -> Span:
    return Span(
        start=hit.start,
        end=hit.end,
        label=hit.label,
        weight=hit.severity,
        origin="term",
        note=hit.note,
    )


def _on_original(span: Span, view: View) -> Span:
    start, end = view.to_original(span.start, span.end)
    return replace(span, start=start, end=end)
