"""What must be reached, line by line. The names are the keys of every report."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from moderation.domain import LABELS
from moderation.learning.benchmarks.figures import Line

_IU = "iu_antisemitism 2021"
_SUITES = {"explicit": 0.90, "tropes": 0.75, "coded": 0.70, "contrast": 0.80}
_HELD = "held at the shipped thresholds"

LINES: Final = MappingProxyType(
    {
        "iu.auc": Line(title=f"{_IU}: antisemitism AUC", target=0.84),
        "iu.f1": Line(title=f"{_IU}: positive-class F1", target=0.54),
        "iu.tfidf_auc": Line(title=f"{_IU}: AUC of TF-IDF trained on 2019 and 2020"),
        "iu.gain": Line(title=f"{_IU}: AUC above TF-IDF", target=0.04),
        "iu.callouts": Line(
            title="iu_antisemitism: K-word call-outs kept out, flagged as antisemitic",
            target=0.30,
            at_most=True,
        ),
        "iu.callouts_held": Line(title=f"iu_antisemitism: K-word call-outs kept out, {_HELD}"),
        "toxic_spans.f1": Line(title="toxic_spans tsd_trial: character F1", target=0.62),
        "olid.macro_f1": Line(title="OLID test A: macro-F1 from toxicity", target=0.78),
        "hatexplain.auroc": Line(
            title="hatexplain test, three classes: AUROC, one against rest", target=0.84
        ),
        "hatexplain.auroc_ovo": Line(
            title="hatexplain test, three classes: AUROC, one against one"
        ),
        "hatexplain.macro_f1": Line(title="hatexplain test, three classes: macro-F1"),
        "hatexplain.token_f1": Line(title="hatexplain test: rationale token F1", target=0.50),
        "cold.auc": Line(title="cold, kept-out fifth: slur AUC by our definition", target=0.88),
        "cold.published_auc": Line(
            title="cold, kept-out fifth: slur AUC, published class offSlur (sexist words too)",
            target=0.88,
        ),
        "civil.clean_held": Line(
            title=f"civil_comments_sample random: clean {_HELD}", target=0.03, at_most=True
        ),
        "civil.toxic_held": Line(title=f"civil_comments_sample random: toxic {_HELD}", target=0.50),
        "context.clean_held": Line(
            title=f"context_toxicity test: clean {_HELD}", target=0.03, at_most=True
        ),
        "cad.person_auc": Line(title="cad dev: PersonDirected AUC of harassment", target=0.87),
        "cad.identity_auc": Line(
            title="cad dev: IdentityDirected AUC of identity_attack", target=0.84
        ),
        **{
            f"ece.{label}": Line(
                title=f"Calibration error of {label}, test parts", target=0.03, at_most=True
            )
            for label in LABELS
        },
        "annotated.slur_auc": Line(title="Annotations kept out: slur AUC", target=0.95),
        "annotated.slur_f1": Line(title="Annotations kept out: slur F1", target=0.75),
        "annotated.harassment_auc": Line(title="Annotations kept out: harassment AUC", target=0.88),
        "annotated.harassment_f1": Line(title="Annotations kept out: harassment F1"),
        "annotated.antisemitism_auc": Line(
            title="Annotations kept out: antisemitism AUC", target=0.90
        ),
        "annotated.antisemitism_f1": Line(title="Annotations kept out: antisemitism F1"),
        **{
            f"alpha.{label}": Line(title=f"Annotations read twice: alpha of {label}", target=0.70)
            for label in ("slur", "harassment", "antisemitism")
        },
        **{
            f"suite.{group}": Line(
                title=f"Suites, test families: {group} cases right", target=share
            )
            for group, share in _SUITES.items()
        },
        "suite.pairs": Line(
            title="Suites, test families: both members of a pair right", target=0.7
        ),
        "suite.worst": Line(title="Suites, test families: worst functionality", target=0.5),
        "identity.background": Line(title="Friendly sentences without a group's name held"),
        **{
            f"identity.{term}": Line(
                title=f"Friendly sentences with {term} terms held, times the background",
                target=1.5,
                at_most=True,
            )
            for term in ("Jewish", "Muslim", "Black", "gay", "trans", "disabled", "women")
        },
        "obfuscation.recall": Line(
            title="Held comments still held when disguised, mean of all attacks", target=0.90
        ),
        "obfuscation.worst": Line(title="Held comments still held, worst attack"),
        "obfuscation.added": Line(
            title="Clean comments held more when disguised", target=0.002, at_most=True
        ),
        "foreign.held": Line(title="Everyday sentences in other languages held"),
        "foreign.added": Line(
            title="The same, less clean English news comments", target=0.002, at_most=True
        ),
    }
)
"""Name -> line, in the order of the table."""
