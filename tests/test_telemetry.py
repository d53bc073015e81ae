from __future__ import annotations

from moderation.telemetry import PrometheusTelemetry, Telemetry


def count_everything(telemetry: Telemetry) -> str:
    telemetry.count_scored("m/1", "hold", 3)
    telemetry.count_decision("reject", True)
    telemetry.count_decision("approve", False)
    telemetry.observe_scoring(0.2)
    telemetry.observe_request("queue.show", 200, 0.01)
    telemetry.set_pending(29)
    return telemetry.render().decode()


def test_the_null_object_counts_nothing():
    assert count_everything(Telemetry()) == ""


def test_counts_appear_in_the_text_format():
    text = count_everything(PrometheusTelemetry())
    for line in (
        'moderation_comments_scored_total{model_version="m/1",outcome="hold"} 3.0',
        'moderation_decisions_total{agreed="yes",ruling="reject"} 1.0',
        'moderation_decisions_total{agreed="no",ruling="approve"} 1.0',
        'moderation_scoring_seconds_bucket{le="0.25"} 1.0',
        'moderation_scoring_seconds_bucket{le="0.1"} 0.0',
        'moderation_request_seconds_count{endpoint="queue.show",status="200"} 1.0',
        "moderation_pending_comments 29.0",
    ):
        assert line in text


def test_two_counters_share_no_numbers():
    first, second = PrometheusTelemetry(), PrometheusTelemetry()
    first.set_pending(5)
    assert b"moderation_pending_comments 0.0" in second.render()
