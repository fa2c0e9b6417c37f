# annotations, and types that are got from them
from __future__ import annotations

import typing


class Node:
    following: Node | None = None


def build(node: Node) -> "Node":
    return node


print(typing.get_type_hints(Node), typing.get_type_hints(build), __annotations__)
