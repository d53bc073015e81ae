"""The draw: quotas, kept-out share, cells in turn, nothing twice, the same for a seed."""

from __future__ import annotations

from collections import Counter

from moderation.learning.annotations.draw import MIN_CHARS, Stratum, draw
from moderation.learning.annotations.strata import plan_strata, scoring_pool, slurs_in
from moderation.learning.examples import Example
from moderation.terms import TermMatcher, load_terms
from tests.learning.annotations.rows import example

WORDS = ("river", "council", "budget", "school", "garden", "window", "market", "stadium")


def _rows(corpus: str, count: int, *, kept_out: int = 0) -> list[Example]:
    return [
        example(
            f"{corpus}/{n}",
            text=f"Comment {n} of {corpus} on the {WORDS[n % 8]}",
            split="test" if n < kept_out else "train",
        )
        for n in range(count)
    ]


def test_a_stratum_fills_its_quota_with_the_stated_share_kept_out() -> None:
    stratum = Stratum(name="news", quota=20, cells={"a": _rows("a", 100, kept_out=50)})
    drawn = draw([stratum], seed="s", kept_out=0.25)
    assert Counter(one.example.split for one in drawn) == {"train": 15, "test": 5}


def test_train_rows_fill_in_where_kept_out_ones_run_short_and_the_other_way_round() -> None:
    few_kept = Stratum(name="x", quota=10, cells={"a": _rows("a", 30, kept_out=1)})
    few_train = Stratum(name="x", quota=10, cells={"a": _rows("a", 30, kept_out=29)})
    assert Counter(d.example.split for d in draw([few_kept], seed="s")) == {"train": 9, "test": 1}
    assert Counter(d.example.split for d in draw([few_train], seed="s")) == {"train": 1, "test": 9}


def test_small_cells_are_not_drowned_by_large_ones() -> None:
    cells = {"large": _rows("large", 500), "small": _rows("small", 6)}
    drawn = draw([Stratum(name="x", quota=12, cells=cells)], seed="s", kept_out=0)
    assert Counter(one.example.corpus for one in drawn) == {"large": 6, "small": 6}


def test_a_capped_corpus_gives_no_more_than_its_cap() -> None:
    cells = {"a": _rows("a", 50), "b": _rows("b", 50)}
    stratum = Stratum(name="x", quota=20, cells=cells, caps={"a": 3})
    drawn = draw([stratum], seed="s", kept_out=0)
    assert Counter(one.example.corpus for one in drawn) == {"a": 3, "b": 17}


def test_nothing_is_drawn_twice_by_id_or_by_wording() -> None:
    rows = _rows("a", 30)
    again = [example(f"b/{n}", text=row.text.upper() + "!") for n, row in enumerate(rows)]
    strata = [
        Stratum(name="first", quota=20, cells={"a": rows, "again": rows}),
        Stratum(name="second", quota=100, cells={"a": rows, "b": again}),
    ]
    drawn = draw(strata, seed="s")
    assert len(drawn) == 30
    assert Counter(one.stratum for one in drawn) == {"first": 20, "second": 10}
    assert len({one.example.text.casefold().strip("!") for one in drawn}) == 30


def test_texts_too_short_to_judge_and_the_fourth_of_a_group_are_passed_over() -> None:
    short = example("a/short", text="x" * (MIN_CHARS - 1))
    pairs = [example(f"a/{n}", text=f"A sentence of a pair, {n}", group="a/pair") for n in range(9)]
    drawn = draw([Stratum(name="x", quota=10, cells={"a": [short, *pairs]})], seed="s")
    assert len(drawn) == 3
    assert {one.example.group for one in drawn} == {"a/pair"}


def test_a_seed_gives_the_same_draw_and_another_seed_another() -> None:
    stratum = Stratum(name="x", quota=20, cells={"a": _rows("a", 100)})
    first, again, other = (
        [one.example.id for one in draw([stratum], seed=seed)] for seed in ("1", "1", "2")
    )
    assert first == again != other


def test_the_rule_sorts_rows_by_words_scores_and_corpus() -> None:
    jewish = example("cold/1", text="The synagogue opens its doors on Sunday")
    clear = example("cold/2", text="The weather is fine today", targets={"toxicity": 0.0})
    wrong = example("cold/3", text="The weather is bad today", targets={"toxicity": 0.0})
    own = example("authored_slurs/1", text="A sentence that the project wrote")
    news = example("toxic_spans/1", text="The mayor was asked about the budget")
    scores = {"cold/2": {"toxicity": 0.5}, "cold/3": {"toxicity": 0.9}}
    rows = [jewish, clear, wrong, own, news]
    strata = plan_strata(rows, scores, TermMatcher(load_terms()))
    found = {
        stratum.name: {row.id for cell in stratum.cells.values() for row in cell}
        for stratum in strata
    }
    assert found == {
        "news": {"toxic_spans/1"},
        "slur_terms": set(),
        "jewish_words": {"cold/1"},
        "disagreement": {"cold/3"},
        "uncertain": {"cold/2"},
        "every_corpus": {"cold/1", "cold/2", "cold/3", "toxic_spans/1"},
    }


def test_a_quoted_slur_counts_for_the_draw_like_a_used_one() -> None:
    matcher = TermMatcher(load_terms())
    assert slurs_in('He was fined for shouting "kike" at a child', matcher)
    assert not slurs_in("He was fined for shouting at a child", matcher)


def test_the_scored_pool_takes_each_corpus_by_the_root_of_its_size() -> None:
    rows = [*_rows("large", 40_000), *_rows("small", 10_000), *_rows("kept", 400, kept_out=400)]
    pool = scoring_pool([*rows, *_rows("authored_slurs", 50)], seed="s")
    train = Counter(row.corpus for row in pool if row.split == "train")
    assert train == {"large": 8333, "small": 4167}
    assert sum(row.split == "test" for row in pool) == 400
    assert pool == scoring_pool(rows, seed="s") != scoring_pool(rows, seed="t")
