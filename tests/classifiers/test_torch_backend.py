from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import torch

from moderation.artifacts import read_manifest
from moderation.classifiers import torch_backend
from moderation.classifiers.torch_backend import TorchClassifier, load_classifier
from moderation.domain import LABELS
from moderation.errors import ArtifactError
from tests.learning.tiny import write_model

LONG = " ".join(["good morning council the road is bad"] * 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path)


@pytest.fixture
def classifier(folder: Path) -> TorchClassifier:
    return load_classifier(folder)


def test_scores_are_probabilities_one_for_each_label(classifier: TorchClassifier) -> None:
    (score,) = classifier.score(["good morning"])
    assert classifier.labels == LABELS
    assert classifier.version == "tiny/1.0.0"
    assert len(score.values) == len(LABELS)
    assert all(0 < value < 1 for value in score.values)


def test_the_same_folder_gives_the_same_scores_again(folder: Path) -> None:
    first, second = (load_classifier(folder).score(["you idiot"])[0] for _ in range(2))
    assert first == second


def test_tokens_lie_where_the_words_are(classifier: TorchClassifier) -> None:
    text = "good morning idiot"
    (score,) = classifier.score([text])
    assert [text[t.start : t.end] for t in score.tokens] == ["good", "morning", "idiot"]
    assert all(len(token.weights) == len(LABELS) for token in score.tokens)


def test_windows_fit_overlap_and_reach_the_end(classifier: TorchClassifier) -> None:
    spans = classifier.split(LONG)
    assert len(spans) > 5
    assert (spans[0][0], spans[-1][1]) == (0, len(LONG))
    for (_, end), (start, _) in pairwise(spans):
        assert start < end, "windows overlap"
    room = classifier.manifest.window_tokens
    for a, b in spans:
        assert len(classifier.uncut.encode(LONG[a:b]).ids) <= room


def test_a_long_text_scores_as_its_worst_window(classifier: TorchClassifier) -> None:
    (whole,) = classifier.score([LONG])
    windows = classifier.score([LONG[a:b] for a, b in classifier.split(LONG)])
    for column in range(len(LABELS)):
        highest = max(window.values[column] for window in windows)
        assert whole.values[column] == pytest.approx(highest, abs=0.01)
    assert whole.windows == len(windows)


def test_embeddings_are_what_the_label_head_reads(classifier: TorchClassifier) -> None:
    embeddings = classifier.embed(["good morning", LONG])
    assert embeddings.shape == (2, 32)
    head = classifier.network.get_submodule("label_head")
    values = torch.sigmoid(head(embeddings[:1]))[0].tolist()
    assert values == pytest.approx(classifier.score(["good morning"])[0].values, abs=0.01)


def test_a_text_without_known_words_is_scored_too(classifier: TorchClassifier) -> None:
    (score,) = classifier.score(["☃☃☃"])
    assert len(score.values) == len(LABELS)


def test_tampered_weights_are_refused(folder: Path) -> None:
    weights = folder / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ArtifactError, match="tampered"):
        load_classifier(folder)


def test_weights_of_another_shape_are_an_error_with_a_next_step(folder: Path) -> None:
    from safetensors.torch import save_file

    save_file({"embeddings.word_embeddings.weight": torch.zeros(1)}, folder / "weights.safetensors")
    manifest = (folder / "manifest.json").read_text()
    import hashlib

    digest = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    old = read_manifest(folder, verify=False).files["weights.safetensors"]
    (folder / "manifest.json").write_text(manifest.replace(old, digest))
    with pytest.raises(ArtifactError, match="cannot be loaded"):
        load_classifier(folder)


def test_a_folder_that_is_not_there_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="moderation models list"):
        load_classifier(tmp_path / "nothing")


def test_a_copied_folder_loads(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "tiny" / "1.0.0"
    shutil.copytree(folder, copy)
    assert load_classifier(copy).version == "tiny/1.0.0"


def test_what_the_tokens_add_sums_up_to_the_logit(classifier: TorchClassifier) -> None:
    from moderation.classifiers.torch_network import contributions

    encoded = classifier.tokenizer.encode_batch(["good morning idiot", "you are a bad comment"])
    ids = torch.tensor([e.ids for e in encoded])
    mask = torch.tensor([e.attention_mask for e in encoded])
    head = classifier.network.get_submodule("label_head")
    with torch.inference_mode():
        logits, _, _, hidden = classifier.network(ids, mask)
        added = contributions(hidden, mask, head.weight)
    assert torch.allclose(added.sum(1) + head.bias, logits, atol=1e-4)
    assert (added[0, 5:] == 0).all(), "padding adds nothing"


def test_a_label_without_taught_spans_is_told_by_what_its_tokens_add(folder: Path) -> None:
    from dataclasses import replace

    plain = load_classifier(folder)
    assert plain.manifest.span_labels == ()
    (score,) = plain.score(["good morning idiot"])
    for column, value in enumerate(score.values):
        strongest = max(token.weights[column] for token in score.tokens)
        assert strongest == pytest.approx(value, abs=1e-4)
        assert min(token.weights[column] for token in score.tokens) == 0.0
    taught = TorchClassifier(
        plain.network, plain.tokenizer, replace(plain.manifest, span_labels=("threat",))
    )
    (other,) = taught.score(["good morning idiot"])
    threat = LABELS.index("threat")
    for before, after in zip(score.tokens, other.tokens, strict=True):
        assert before.weights[:threat] == pytest.approx(after.weights[:threat])
    assert other.tokens[0].weights[threat] > 0


def test_an_enormous_text_has_the_same_windows_block_by_block(
    classifier: TorchClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "  " + LONG.replace("council", "council\n\n").replace("bad", "bad, (idiot)!")
    whole = classifier.split(text)
    for size in (150, 333, 500):
        monkeypatch.setattr(torch_backend, "BLOCK_CHARS", size)
        assert classifier.split(text) == whole


def test_blocks_without_any_space_are_covered_to_the_end(
    classifier: TorchClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch_backend, "BLOCK_CHARS", 100)
    for text in ("a" * 1050, " " * 1050, "!" * 1050):
        spans = classifier.split(text)
        assert spans[-1][1] == len(text)
        assert all(before[1] >= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("known", "native"), [({"avx512_bf16": True}, True), ({"avx2": True}, False), ({}, False)]
)
def test_bfloat16_is_used_only_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, known: dict[str, bool], native: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known)
    torch_backend._has_bfloat16.cache_clear()
    try:
        assert torch_backend._has_bfloat16() is native
    finally:
        torch_backend._has_bfloat16.cache_clear()


def test_a_word_without_end_is_read_and_not_one_unknown_token(classifier: TorchClassifier) -> None:
    text = "ab" * 300
    spans = classifier.split(text)
    assert len(spans) > 5
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
    room = classifier.manifest.window_tokens
    assert all(len(classifier.uncut.encode(text[a:b]).ids) <= room for a, b in spans)
    (score,) = classifier.score([text])
    assert score.windows == len(spans)
    assert "".join(text[t.start : t.end] for t in score.tokens) == text


def test_enormous_text_without_spaces_is_not_read_to_the_end(classifier: TorchClassifier) -> None:
    (score,) = classifier.score(["a" * 120_000])
    assert score.skipped > 0


def test_a_word_of_a_hundred_letters_is_still_one_word(classifier: TorchClassifier) -> None:
    pieces = [classifier.uncut.encode("a" * n).tokens for n in (100, 101)]
    assert [tokens.count("a") for tokens in pieces] == [1, 2]
    assert [tokens.count("##a") for tokens in pieces] == [99, 99]
