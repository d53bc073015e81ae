from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import Comment, Thread, comment_id, content_hash
from moderation.errors import InputError
from moderation.importers import read_records
from moderation.importers.base import Line, Origin
from moderation.importers.page_text import PageText
from tests.importers.pages import EXPECTED, PAGE, read, write


def parse(page: str) -> list[tuple[str, int | None, str]]:
    lines = iter([Line(n, t + "\n") for n, t in enumerate(page.split("\n"), start=1)])
    records = PageText().read(lines, Origin(name="p", source="s"))
    comments = [r for r in records if isinstance(r, Comment)]
    position = {comment.id: at for at, comment in enumerate(comments)}
    return [
        (c.author_id, None if c.parent_id is None else position[c.parent_id], c.text)
        for c in comments
    ]


def test_a_page_gives_its_comments_with_authors_parents_and_paragraphs(tmp_path: Path) -> None:
    assert read(write(tmp_path, PAGE)).outline() == EXPECTED


def test_the_thread_comes_first_and_is_named_by_the_headline(tmp_path: Path) -> None:
    records = list(read_records(write(tmp_path, PAGE)))
    assert isinstance(records[0], Thread)
    assert records[0].title == "Ferry to Little Skerry Will Run All Winter"
    assert all(isinstance(r, Comment) and r.thread_id == records[0].id for r in records[1:])


def test_an_address_above_the_comments_becomes_the_threads_address(tmp_path: Path) -> None:
    page = "https://news.example/ferry\n" + PAGE
    assert read(write(tmp_path, page)).threads[0].url == "https://news.example/ferry"


def test_a_page_without_a_headline_has_a_thread_without_a_title() -> None:
    lines = iter([Line(1, "• Ann\n"), Line(2, "\n"), Line(3, "  Hello\n")])
    thread = next(PageText().read(lines, Origin(name="p", source="s")))
    assert isinstance(thread, Thread)
    assert thread.title == ""


def test_a_short_headline_is_taken_where_there_is_no_longer_one() -> None:
    lines = [Line(1, "0 $\n"), Line(2, "Ferry\n"), Line(3, "• Ann\n"), Line(4, "  Hello\n")]
    thread = next(PageText().read(iter(lines), Origin(name="p", source="s")))
    assert isinstance(thread, Thread)
    assert thread.title == "Ferry"


def test_ids_follow_from_the_source_and_the_external_id(tmp_path: Path) -> None:
    for comment in read(write(tmp_path, PAGE)).comments:
        assert comment.source == "page"
        assert comment.id == comment_id("page", comment.external_id)
        assert comment.content_hash == content_hash(comment.text)


def test_importing_the_same_page_twice_gives_the_same_ids(tmp_path: Path) -> None:
    path = write(tmp_path, PAGE)
    assert read(path) == read(path)


def test_a_new_comment_above_changes_no_other_id(tmp_path: Path) -> None:
    longer = PAGE.replace(
        "  • Ann Ash\n\n    First", "  • Zoe\n\n    New.\n\n  • Ann Ash\n\n    First"
    )
    before = {c.external_id for c in read(write(tmp_path, PAGE)).comments}
    after = {c.external_id for c in read(write(tmp_path, longer)).comments}
    assert before < after
    assert len(after) == len(before) + 1


def test_equal_texts_of_one_author_are_different_comments() -> None:
    page = "• Ann\n\n  Same\n\n• Ann\n\n  Same\n\n• Ann\n\n  Same\n"
    assert len(parse(page)) == 3


def test_two_sources_never_share_an_id(tmp_path: Path) -> None:
    path = write(tmp_path, PAGE)
    one, two = read(path, source="one"), read(path, source="two")
    assert not {c.id for c in one.comments} & {c.id for c in two.comments}
    assert one.threads[0].id != two.threads[0].id


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda page: page.replace("\n", "\r\n"), id="windows-line-ends"),
        pytest.param(lambda page: "\ufeff" + page, id="byte-order-mark"),
        pytest.param(lambda page: page.replace("  ", "\t"), id="tabs"),
        pytest.param(lambda page: page.replace("        ", "\t"), id="tabs-and-spaces"),
        pytest.param(lambda page: page.replace("  ", "\u00a0\u00a0"), id="no-break-spaces"),
        pytest.param(lambda page: page.replace("  ", "    "), id="wide-indentation"),
        pytest.param(lambda page: page.rstrip("\n"), id="no-line-end-at-the-end"),
        pytest.param(lambda page: page.replace("• ", "◦ "), id="white-bullets"),
        pytest.param(lambda page: page.replace("• ", "•\u00a0"), id="no-break-space-after"),
        pytest.param(lambda page: page.replace("    • ", "    ◦ "), id="mixed-bullets"),
        pytest.param(lambda page: page.replace("\n\n", "\n \t\n"), id="blanks-with-spaces"),
        pytest.param(lambda page: page.replace("\n", "  \n"), id="trailing-spaces"),
    ],
)
def test_the_same_page_written_differently_gives_the_same_comments(
    tmp_path: Path, change: object
) -> None:
    assert callable(change)
    assert read(write(tmp_path, change(PAGE))).outline() == EXPECTED


@pytest.mark.parametrize("mark", ["*", "-", "+"])
def test_stars_and_dashes_are_heads_where_nothing_else_is(tmp_path: Path, mark: str) -> None:
    page = PAGE.replace("      * a star that is no comment\n", "").replace("• ", f"{mark} ")
    outline = read(write(tmp_path, page)).outline()
    assert [(author, parent) for author, parent, _ in outline] == [
        (author, parent) for author, parent, _ in EXPECTED
    ]


def test_a_page_without_blank_lines_is_read_too() -> None:
    page = "Title of this page\n• Ann\n  One\n  Two\n  • Bob\n    Three\n• Cem\n  Four"
    assert parse(page) == [
        ("Ann", None, "One\nTwo"),
        ("Bob", 0, "Three"),
        ("Cem", None, "Four"),
    ]


def test_a_page_that_lost_its_indentation_gives_a_flat_list() -> None:
    page = "Title of this page\n\n• Ann\n\nOne\n\nTwo\n\n• Bob\n\nThree\n"
    assert parse(page) == [("Ann", None, "One\n\nTwo"), ("Bob", None, "Three")]


def test_a_list_inside_of_a_comment_stays_in_its_text() -> None:
    page = "• Ann\n\n  I need:\n\n  • milk\n  • bread\n\n  That is all.\n\n• Bob\n\n  Fine.\n"
    assert parse(page) == [
        ("Ann", None, "I need:\n\n• milk\n• bread\n\nThat is all."),
        ("Bob", None, "Fine."),
    ]


def test_a_single_item_with_text_beside_it_stays_in_the_text() -> None:
    page = "• Ann\n\n  I need:\n\n  • milk\n\n  That is all.\n\n• Bob\n\n  Fine.\n"
    assert parse(page)[0] == ("Ann", None, "I need:\n\n• milk\n\nThat is all.")


def test_extra_indentation_inside_of_a_comment_is_kept() -> None:
    assert parse("• Ann\n\n  A poem:\n    deeper\n  end\n")[0][2] == "A poem:\n  deeper\nend"


def test_an_empty_comment_at_the_end_is_a_comment() -> None:
    assert parse("  • Ann\n\n    Hello\n\n  • Bob\n")[-1] == ("Bob", None, "")


def test_an_empty_comment_before_the_pages_own_text_is_a_comment() -> None:
    outline = parse("  • Ann\n\n    Hello\n\n  • Bob\n\nRelated articles\n")
    assert outline == [("Ann", None, "Hello"), ("Bob", None, "")]


def test_comments_go_on_after_the_pages_own_text_between_them() -> None:
    page = "  • Ann\n\n    One\n\nLoad more\n\n  • Bob\n\n    Two\n\n    • Cem\n\n      Three\n"
    assert parse(page) == [("Ann", None, "One"), ("Bob", None, "Two"), ("Cem", 1, "Three")]


def test_a_deep_reply_is_followed_by_one_to_the_first_comment() -> None:
    page = "• A\n\n  a\n\n  • B\n\n    b\n\n    • C\n\n      c\n\n  • D\n\n    d\n"
    assert [parent for _, parent, _ in parse(page)] == [None, 0, 1, 0]


def test_a_comment_without_a_name_keeps_its_text() -> None:
    assert parse("• Ann\n\n  One\n\n•\n\n  Two\n") == [("Ann", None, "One"), ("", None, "Two")]


def test_a_name_may_hold_any_sign() -> None:
    name = "xX_$ «Дарья» 💥 O'Neil (mod)"
    assert parse(f"• {name}\n\n  One\n")[0][0] == name


def test_a_page_without_comments_says_what_was_expected(tmp_path: Path) -> None:
    path = write(tmp_path, "A title of some words\n\nAnd a paragraph.\n")
    with pytest.raises(InputError, match=r"expected comments as '• author'.*found none.*--format"):
        read(path, fmt="page")


def test_a_list_of_related_articles_is_no_comment_list(tmp_path: Path) -> None:
    path = write(tmp_path, "Title\n\n• One article\n• Another article\n\nThe end\n")
    with pytest.raises(InputError, match="found none"):
        read(path, fmt="page")


def test_a_comment_of_ten_megabytes_is_read_whole(tmp_path: Path) -> None:
    text = "long words " * 950_000
    path = write(tmp_path, f"Title\n\n  • Ann\n\n    {text}\n\n  • Bob\n\n    Short.\n")
    comments = read(path).comments
    assert comments[0].text == text.rstrip()
    assert comments[1].text == "Short."


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12
).filter(lambda word: word[0] not in "•◦▪▫●○‣⁃∙·■□*-+" and "\ufeff" not in word)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=4).map("\n\n".join)


@given(st.lists(st.tuples(WORDS, st.integers(0, 5), TEXTS), min_size=1, max_size=12))
def test_whatever_tree_is_written_as_a_page_is_read_back(
    entries: list[tuple[str, int, str]],
) -> None:
    entries[0] = (entries[0][0], 0, "some text")
    written, lines, depth = [], ["A title of words", ""], -1
    for author, wanted, text in entries:
        depth = min(wanted, depth + 1)
        indent = "  " * (depth + 1)
        lines += [f"{indent}• {author}", ""]
        lines += [f"{indent}  {line}" if line else "" for line in text.split("\n")] + [""]
        written.append((author, depth, text))
    outline = parse("\n".join(lines))
    depths: list[int] = []
    for _, parent, _ in outline:
        depths.append(0 if parent is None else depths[parent] + 1)
    assert [(a, d, t) for (a, _, t), d in zip(outline, depths, strict=True)] == written
