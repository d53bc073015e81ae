"""What the page of one comment gathers."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from moderation.config import Config
from moderation.desk import Desk, Holder
from moderation.domain import Comment, LabelPolicy, TermKind
from moderation.store import Store, utc_now
from moderation.web.review import (
    LabelBar,
    label_bars,
    lease_standing,
    load_review,
    suggest_labels,
    suggest_reason,
)
from tests.web.conftest import AddComments

HOLDER = Holder(name="ana", session="one")


def test_a_lease_is_told_by_whose_it_is(desk: Desk, three: list[Comment]) -> None:
    entry = desk.open(three[0].id, HOLDER)
    standing, name, seconds = lease_standing(entry.item, HOLDER)
    assert (standing, name) == ("mine", "")
    assert 290 <= seconds <= 300
    assert lease_standing(entry.item, Holder(name="ben", session="x"))[:2] == ("elsewhere", "ana")
    other_window = lease_standing(entry.item, Holder(name="ana", session="two"))
    assert other_window == ("elsewhere", "Another window of yours", 0)
    later = utc_now() + timedelta(seconds=301)
    assert lease_standing(entry.item, HOLDER, later)[0] == "free"


def test_bars_put_the_label_first_that_is_furthest_over_its_threshold(
    desk: Desk, config: Config, three: list[Comment]
) -> None:
    bars = label_bars(desk.entry(three[0].id).item, config.policy)
    assert [bar.label for bar in bars][:3] == ["slur", "identity_attack", "toxicity"]
    assert [bar.label for bar in bars if bar.is_over] == ["slur", "identity_attack", "toxicity"]


def test_a_label_without_a_threshold_is_never_over_it() -> None:
    assert not LabelBar(label="new", value=1.0, hold_at=None).is_over


def test_a_label_that_the_policy_does_not_know_is_shown_without_a_threshold(
    desk: Desk, config: Config, three: list[Comment]
) -> None:
    policy = dataclasses.replace(
        config.policy, labels={"slur": LabelPolicy(hold_at=0.5, severity=1.0)}
    )
    bars = label_bars(desk.entry(three[0].id).item, policy)
    assert [bar.label for bar in bars if bar.hold_at is not None] == ["slur"]


def test_an_unambiguous_term_suggests_its_label_and_a_watched_one_does_not(
    desk: Desk, add_comments: AddComments
) -> None:
    (comment,) = add_comments("oh listedword")
    item = desk.entry(comment.id).item
    assert suggest_labels(item, []) == {"slur"}
    for change in ({"kind": TermKind.WATCH}, {"ambiguous": True}):
        hits = [dataclasses.replace(hit, **change) for hit in item.assessment.term_hits]
        watched = dataclasses.replace(
            item, assessment=dataclasses.replace(item.assessment, term_hits=tuple(hits))
        )
        assert suggest_labels(watched, []) == frozenset()


def test_the_suggested_reason_is_the_first_for_a_suggested_label_else_for_the_top_one(
    config: Config,
) -> None:
    bars = [LabelBar(label="threat", value=0.3, hold_at=0.5)]
    assert suggest_reason(config.reasons, frozenset({"profanity", "slur"}), bars) == "slur"
    assert suggest_reason(config.reasons, frozenset(), bars) == "threat"
    assert suggest_reason(config.reasons, frozenset(), []) == ""


def test_loading_a_review_reserves_nothing(
    desk: Desk, store: Store, config: Config, three: list[Comment]
) -> None:
    review = load_review(desk, store, config, three[0].id, HOLDER)
    assert review.standing == "free"
    assert review.can_decide
    assert store.queue_items.get_item(three[0].id).leased_by is None
