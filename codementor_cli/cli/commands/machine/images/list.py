"""``codementor images list``."""

from __future__ import annotations

from typing import Any

from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Span
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, application, streams
from codementor_cli.text.amounts import size_text


def command() -> Any:
    """Build the command."""
    return leaf(list_images, "list", "codementor images list", "codementor images list --json")


def list_images(as_json: Json = False) -> int:
    """List each language's image: its tag, whether it is built, its size. First use of a language builds its image."""
    statuses = application().images.statuses()
    out = streams()
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json

        found = [
            {"language": each.language, "tag": each.tag, "built": each.built, "size": each.size_bytes}
            for each in statuses
        ]
        out.answer_text(to_json({"images": found}, out.ascii_only))
        return 0
    rows = [
        (
            each.language,
            Span("built", "good") if each.built else Span("not built", "warn"),
            size_text(each.size_bytes) if each.built and each.size_bytes is not None else "-",
            each.tag,
        )
        for each in statuses
    ]
    out.answer(table(("LANGUAGE", "STATE", "SIZE", "TAG"), rows))
    return 0
