"""Every route of the product, found by walking the resolver; the matrix and the worlds use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One named route: `today:today`, the names of what stands in its path, and its guard."""

    name: str
    arguments: tuple[str, ...]
    guard: (
        str  # "all", "person", "partner", "therapist", or "" where the view guards itself (allauth)
    )
    words: tuple[str, ...]  # the words of its path, without what varies


@cache
def routes() -> tuple[Route, ...]:
    """Return every route, in the order of the URL configuration."""
    return tuple(_walk(get_resolver()))


def _walk(resolver: URLResolver, spaces=(), arguments=(), words=()) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        inside = (*arguments, *entry.pattern.regex.groupindex)
        path = (*words, *(word for word in str(entry.pattern).split("/") if _is_fixed(word)))
        if isinstance(entry, URLResolver):
            space = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, space, inside, path)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name or entry.lookup_str))
            yield Route(name, inside, getattr(entry.callback, "guarded_by", ""), path)


def _is_fixed(word: str) -> bool:
    return bool(word) and "<" not in word and "(" not in word
