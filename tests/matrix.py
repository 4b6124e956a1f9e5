"""
The permission matrix: every route, method and role, and the verdict that `matrix.toml` writes.

`python -m tests.matrix` (`make matrix`) prints it. Tests walk it cell by cell. A route that the
file does not name gets the cells of its guard; a route with no guard that it does not name has
cells without a verdict, and fails.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.walk import Route, routes

FILE = Path(__file__).with_name("matrix.toml")
SENT_FIRST = {"sign-in", "away"}  # answered before the method is looked at
METHODS = ("GET", "POST", "DELETE")
OWN_KINDS = {"partner": "partner's own", "therapist": "therapist's couple"}  # a path with an id
METHODS_OF_OTHERS = ("GET", "POST")  # allauth's own views: what they answer besides is theirs


@dataclass(frozen=True)
class Cell:
    """One right: may this role do this to this route? `verdict` is None when nobody decided."""

    route: Route
    method: str
    role: str
    verdict: str | None

    def __str__(self):
        return f"{self.method} {self.route.name} as {self.role}"


def load() -> dict:
    """Read the matrix as it is written."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def cells() -> Iterator[Cell]:
    """Yield every cell: routes in the order of the URLs, methods, roles as the file lists them."""
    matrix = load()
    for route in routes():
        entry = matrix["routes"].get(route.name, {})
        kind = matrix["kinds"].get(entry.get("kind") or _kind_of(route), {})
        for method in METHODS if route.guard else METHODS_OF_OTHERS:
            for role in matrix["roles"]:
                yield Cell(route, method, role, _verdict(matrix, entry, kind, method, role))


def unknown_routes() -> set[str]:
    """Return the routes that the file names and the product does not have."""
    return set(load()["routes"]) - {route.name for route in routes()}


def _kind_of(route: Route) -> str:
    if route.arguments and (own := OWN_KINDS.get(route.guard)):
        return own
    return {"all": "open"}.get(route.guard, route.guard)


def _verdict(matrix, entry, kind, method, role) -> str | None:
    if written := _written(matrix, entry.get(method, {}), role):
        return written
    if not kind:
        return None
    if method not in entry.get("methods", matrix["methods"]):
        return kind[role] if kind[role] in SENT_FIRST else "method"
    if written := _written(matrix, entry.get("all", {}), role):
        return written
    stale = role == "As" and method in entry.get("confirms", ())
    return "confirm" if stale else kind[role]


def _written(matrix, verdicts, role) -> str | None:
    """Return what a route writes for a role, or for one whose verdicts such a state shares."""
    like = [role, *matrix["like"].get(role, ())]
    return next((verdicts[one] for one in like if one in verdicts), None)


def main() -> int:
    """Print the matrix and how many cells have no verdict; the exit code says whether any has."""
    roles = list(load()["roles"])
    width = max(len(route.name) for route in routes())
    print(f"{'':{width}} {'':6} " + " ".join(f"{role:>8}" for role in roles))
    count = missing = 0
    row: list[Cell] = []
    for cell in cells():
        row.append(cell)
        count += 1
        missing += cell.verdict is None
        if len(row) == len(roles):
            verdicts = " ".join(f"{each.verdict or '?':>8}" for each in row)
            print(f"{cell.route.name:{width}} {cell.method:6} {verdicts}")
            row = []
    for name in sorted(unknown_routes()):
        print(f"{name} is in the matrix and not in the product.")
    print(f"{count} cells, {missing} without a verdict")
    return 1 if missing or unknown_routes() else 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main())
