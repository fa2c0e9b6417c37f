"""Parts of an application that several threads may ask for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """A part of an application: made once, at the first request, by whichever thread asks first."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self._guard = threading.RLock()
        self.__doc__ = make.__doc__

    def __get__(self, application: Any, owner: type | None = None) -> Made:
        """Return the part. After the first time, Python finds it in the instance and skips this method."""
        parts, name = vars(application), self._make.__name__
        with self._guard:
            if name not in parts:
                parts[name] = self._make(application)
        made: Made = parts[name]
        return made
