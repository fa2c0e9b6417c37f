"""The interfaces that can be switched on."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from fastapi import APIRouter

from codementor_cli.api.compatible.jobe.router import jobe_router
from codementor_cli.api.compatible.judge0.router import judge0_router
from codementor_cli.api.compatible.piston.router import piston_router
from codementor_cli.api.compatible.tokens import JOBE, JUDGE0, PISTON

_ROUTERS = MappingProxyType({JUDGE0: judge0_router, PISTON: piston_router, JOBE: jobe_router})


def compatible_routers(names: Collection[str]) -> list[APIRouter]:
    """Return the routes of some interfaces, with what they keep.

    Args:
        names: Of ``tokens.NAMES``.
    """
    return [_ROUTERS[name]() for name in names]
