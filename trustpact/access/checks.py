"""The start-up check: forgetting a guard is an error, not a leak."""

from collections.abc import Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views that are not ours and guard themselves: allauth's account pages.
GUARDS_ITSELF = ("allauth.",)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk a resolver and yield every route with its pattern."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


@register()
def every_view_is_guarded(app_configs, **kwargs):
    """Refuse to start while any URL leads to a view that names no guard."""
    return [
        Error(
            f"{entry.lookup_str} has no guard.",
            id="access.E001",
            hint="Add one of the guards of trustpact.access.guards above the view.",
        )
        for _, entry in patterns(get_resolver())
        if not hasattr(entry.callback, "guarded_by")
        and not entry.callback.__module__.startswith(GUARDS_ITSELF)
    ]
