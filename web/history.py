"""What was decided lately, and what of it was taken back."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, request
from flask import render_template as render

from moderation.web.auth import login_required
from moderation.web.context import get_desk, holder

blueprint = Blueprint("history", __name__)

LENGTHS: Final = (50, 200, 1000)
"""How many lines are shown at first, and after each `Show more`."""


@blueprint.get("/history")
@login_required
def show_history() -> Response:
    """The newest decisions, of everyone or of the person who asks."""
    whose = "mine" if request.args.get("whose") == "mine" else "all"
    asked = request.args.get("limit", type=int)
    limit = asked if asked in LENGTHS else LENGTHS[0]
    moderator = holder().name if whose == "mine" else None
    lines = get_desk().history(limit, moderator=moderator)
    longer = next((each for each in LENGTHS if each > limit), None)
    return make_response(
        render(
            "history/list.html",
            here="history",
            whose=whose,
            lines=lines,
            more=longer if len(lines) == limit else None,
        )
    )
