"""Why a label was given: spans from token weights, or by occlusion for any scorer."""

from moderation.explain.occlusion import explain_by_occlusion
from moderation.explain.spans import TokenEvidence, spans_from_tokens

__all__ = ["TokenEvidence", "explain_by_occlusion", "spans_from_tokens"]
