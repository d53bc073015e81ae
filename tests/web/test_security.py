"""Headers, CSRF tokens and the key."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from flask import Flask

from moderation.config import Config
from moderation.errors import StoreError
from moderation.store import Store
from moderation.web.app import create_app
from moderation.web.security import KEY_NAME, read_secret_key
from tests.web.conftest import Browser

WEB = Path(__file__).parents[2] / "web"


def posts_of(app: Flask) -> list[str]:
    return [
        rule.rule.replace("<comment_id>", "some-id")
        for rule in app.url_map.iter_rules()
        if rule.methods and "POST" in rule.methods and not rule.rule.startswith("/api/")
    ]


def test_every_form_is_refused_without_its_token(app: Flask, auth: Browser) -> None:
    paths = posts_of(app)
    assert len(paths) >= 7
    for path in paths:
        response = auth.client.post(path, data={})
        assert response.status_code == 400, path
        assert "reload the page" in response.text
        assert auth.client.post(path, data={"csrf_token": "wrong"}).status_code == 400


def test_the_token_of_another_session_is_refused(auth: Browser, ben: Browser) -> None:
    auth.csrf = ben.csrf
    assert auth.post("/review/next").status_code == 400


def test_the_token_may_come_in_a_header(auth: Browser) -> None:
    response = auth.client.post("/review/next", headers={"X-CSRF-Token": auth.csrf})
    assert response.status_code == 303


def test_no_page_changes_anything_when_it_is_read(
    app: Flask, auth: Browser, store: Store, three: object
) -> None:
    before = (store.audit.list_newest(100), store.decisions.list_decisions())
    comment_id = auth.take_next()
    auth.post(f"/review/{comment_id}/release")
    for rule in app.url_map.iter_rules():
        if rule.methods and "GET" in rule.methods and rule.endpoint != "static":
            auth.client.get(rule.rule.replace("<comment_id>", comment_id))
    assert (store.audit.list_newest(100), store.decisions.list_decisions()) == before
    item = store.queue_items.get_item(comment_id)
    assert (item.leased_by, item.version) == (None, 1)


@pytest.mark.parametrize("path", ["/login", "/queue", "/nowhere", "/healthz", "/static/icon.svg"])
def test_every_answer_carries_the_strict_headers(auth: Browser, path: str) -> None:
    with auth.client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_pages_are_never_stored_and_assets_are_checked_anew(auth: Browser) -> None:
    for path in ("/queue", "/history", "/login", "/nowhere"):
        assert auth.client.get(path).headers["Cache-Control"] == "no-store"
    with auth.client.get("/static/css/base.css") as asset:
        assert asset.headers["Cache-Control"] == "no-cache"
        assert asset.headers["ETag"]


def test_no_template_has_inline_script_or_style() -> None:
    for path in WEB.rglob("*.html"):
        page = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page), path
        for script in re.findall(r"<script[^>]*>", page):
            assert " src=" in script, path


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.css"), *WEB.rglob("*.js")]:
        loaded = r"""(src|href|action)=["'](https?:)?//|@import|url\(|from ["']http"""
        assert not re.search(loaded, path.read_text()), path


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = read_secret_key(tmp_path / "data")
    path = tmp_path / "data" / KEY_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) == 32
    assert read_secret_key(tmp_path / "data") == first
    assert [each.name for each in path.parent.iterdir()] == [KEY_NAME]


def test_a_damaged_key_is_refused_with_what_to_type(tmp_path: Path) -> None:
    (tmp_path / KEY_NAME).write_bytes(b"short")
    with pytest.raises(StoreError, match=f"rm .*{KEY_NAME}"):
        read_secret_key(tmp_path)


def test_a_data_folder_that_is_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreError, match="chmod"):
        create_app(Config(data_dir=tmp_path / "data"))
