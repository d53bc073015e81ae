"""What the transformer must beat: TF-IDF with logistic regression, and a bare word list.

For comparison only; no model of this kind is shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Floats = npt.NDArray[np.float64]
SEED = 0


def fit_tfidf(
    texts: Sequence[str], truth: Sequence[bool], weights: Sequence[float] | None = None
) -> Callable[[Sequence[str]], Floats]:
    """Learn one yes-or-no question from texts; the result gives probabilities of yes.

    Args:
        texts: what to learn from.
        truth: the answers, both kinds among them.
        weights: importance of each text; all alike by default.
    """
    from sklearn.linear_model import LogisticRegression

    features = build_features()
    matrix = features.fit_transform(texts)
    model = LogisticRegression(class_weight="balanced", max_iter=1000, random_state=SEED)
    model.fit(matrix, np.asarray(truth, dtype=bool), sample_weight=weights)

    def predict(asked: Sequence[str]) -> Floats:
        found: Floats = model.predict_proba(features.transform(asked))[:, 1]
        return found

    return predict


def build_features() -> Pipeline:
    """Words and pairs of words, and 2 to 5 letters within words, weighed by rarity."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    common: dict[str, Any] = {"min_df": 2, "sublinear_tf": True, "dtype": np.float32}
    union: Pipeline = make_union(
        TfidfVectorizer(analyzer="word", ngram_range=(1, 2), **common),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), max_features=200_000, **common),
    )
    return union
