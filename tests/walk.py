"""Every route of the product, found by walking the resolver: what the matrix and the worlds share."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One named route: `today:today`, the names of what stands in its path, and its guard."""

    name: str
    arguments: tuple[str, ...]
    guard: str  # "all", "person", "partner", or "" where the view guards itself (allauth)


@cache
def routes() -> tuple[Route, ...]:
    """Return every route, in the order of the URL configuration."""
    return tuple(_walk(get_resolver(), ()))


def _walk(resolver: URLResolver, spaces: tuple[str, ...], arguments=()) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        inside = (*arguments, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            space = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, space, inside)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name or entry.lookup_str))
            yield Route(name, inside, getattr(entry.callback, "guarded_by", ""))
