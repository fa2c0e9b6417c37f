"""What verifying challenges is put together from."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from codementor_cli import __version__
from codementor_cli.bootstrap import Application, Report, data_folder
from codementor_cli.text.units import MIB

if TYPE_CHECKING:
    from codementor_cli.files.disk_cache import DiskCache
    from codementor_cli.ports import Judge
    from codementor_cli.services.judging.verify import Memory
    from codementor_cli.services.judging.verify_catalog import CatalogVerification

_MOST_BYTES = 16 * MIB
_MOST_COUNT = 20_000
_LARGEST_BYTES = 16 * 1024


def verification(app: Application, wanted: Sequence[str], report: Report, *, resume: bool) -> CatalogVerification:
    """Return a verification of challenges.

    Args:
        app: Whose settings hold.
        wanted: Ids; none: all.
        report: Told how long work goes on.
        resume: Whether verdicts of earlier verifications are taken where nothing has changed.

    Raises:
        EnvironmentFault: There is no engine to be had.
    """
    from codementor_cli.services.judging.verify import verify
    from codementor_cli.services.judging.verify_catalog import CatalogVerification

    service = app.judge_service(report)
    memory = _memory(app, service, resume=resume)

    def require_engine() -> None:
        if app.judge_address is None and app.engine == "docker":
            _ = app.daemon

    return CatalogVerification(
        wanted or app.catalog.ids(),
        app.catalog,
        lambda challenge: verify(app.catalog, service, challenge, app.machine, memory),
        require_engine,
    )


def keeps_verdicts(app: Application) -> bool:
    """Whether the settings let verdicts be kept."""
    return _kept(app) is not None


def _memory(app: Application, judge: Judge, *, resume: bool) -> Memory | None:
    """Return the verdicts of earlier verifications; None where the settings want nothing kept."""
    kept = _kept(app)
    if kept is None:
        return None
    from codementor_cli.sandbox.images.recipes import Recipes
    from codementor_cli.services.judging.verify import Memory

    recipes = Recipes(data_folder("sandbox_images"))
    judges = [
        __version__,
        app.engine if app.judge_address is None else f"{app.judge_address} {judge.name}",
        app.languages.digest(),
        [recipes.tag(language.name) for language in app.languages.all()],
        [
            str(app.settings.value(key).value)
            for key in ("executor.docker_image", "bubblewrap.images", "docker.runtime", "executor.enable_networking")
        ],
    ]
    return Memory(kept=kept, judge=hashlib.sha256(json.dumps(judges).encode()).hexdigest(), resume=resume)


def forget_verdicts(app: Application) -> None:
    """Remove the verdicts of earlier verifications."""
    kept = _kept(app)
    if kept is not None:
        kept.clear()


def _kept(app: Application) -> DiskCache | None:
    folder = app.cache_folder("verdicts")
    if folder is None:
        return None
    from codementor_cli.files.disk_cache import DiskCache

    return DiskCache(folder, ".verdict", most_bytes=_MOST_BYTES, most_count=_MOST_COUNT, largest_bytes=_LARGEST_BYTES)
