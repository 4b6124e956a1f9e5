"""What a frame that stands in a sentence comes to, by the force of its act: one rule a kind, PURE."""

from collections.abc import Callable
from enum import Enum

from agreements.limits.scope import Scope


class Verdict(Enum):
    """What one frame says of a sentence."""

    HARMLESS = 0
    OFFERED = 1  # only what is offered, and can be left
    BINDS = 2


def _binds(is_so: bool) -> Verdict:
    return Verdict.BINDS if is_so else Verdict.HARMLESS


def _yield(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    if force.denied or force.condition or scope.is_of_one_name():
        return Verdict.HARMLESS
    is_offered = force.free or scope.is_voluntary() or scope.is_own_wish()
    return Verdict.OFFERED if is_offered else Verdict.BINDS


def _intrude(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    is_left = force.denied or force.condition or force.free_of_duty
    if is_left or scope.asks_leave(place) or scope.is_of_one_name():
        return Verdict.HARMLESS
    return Verdict.OFFERED if scope.is_voluntary() else Verdict.BINDS


def _rule(scope: Scope, place: int) -> Verdict:
    return Verdict.HARMLESS if scope.is_own_choice(place) else _intrude(scope, place)


def _freedom(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    if force.denied:
        return Verdict.BINDS
    if force.free and not force.only:
        return _binds(scope.asks_leave(place) or (force.allowed and scope.is_limited()))
    return _binds((force.only or scope.asks_leave(place)) and not force.free_of_duty)


def _right(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    return _binds(force.denied or (force.only and not force.free_of_duty))


def _deprive(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    return _binds(not (force.condition or force.free_of_duty or scope.is_voluntary()))


def _must(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    is_left = force.condition or force.free or scope.denies_near(place)
    return _binds(not (is_left or scope.is_voluntary()))


def _ban(scope: Scope, place: int) -> Verdict:
    return _binds(scope.bans_near(place) and not scope.force(place).free_of_duty)


def _outlaw(scope: Scope, place: int) -> Verdict:
    force = scope.force(place)
    return _binds(not (force.denied or force.condition or force.free))


def _bare(scope: Scope, place: int) -> Verdict:
    return _binds(not scope.is_voluntary())


def _view(scope: Scope, place: int) -> Verdict:
    return Verdict.HARMLESS if scope.force(place).denied else Verdict.OFFERED


KINDS: dict[str, Callable[[Scope, int], Verdict]] = {
    "yield": _yield,
    "intrude": _intrude,
    "rule": _rule,
    "freedom": _freedom,
    "right": _right,
    "deprive": _deprive,
    "must": _must,
    "ban": _ban,
    "outlaw": _outlaw,
    "bare": _bare,
    "view": _view,
}
