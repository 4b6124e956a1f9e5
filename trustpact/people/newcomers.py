"""
Where somebody goes who has just made an account, told by the apps above in `AppConfig.ready()`.

`on_sign_up(callback)`: `callback(request, person)` runs once the mailbox is proved and the person
is signed in; a response that it returns takes the place of the usual next page.
"""

from collections.abc import Callable

_callbacks: list[Callable] = []


def on_sign_up(callback: Callable) -> Callable:
    """Call this when somebody has signed up. Returns it."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def lead_on(request, person):
    """Return the first response that an app has for this newcomer, or None."""
    responses = (callback(request, person) for callback in _callbacks)
    return next((response for response in responses if response is not None), None)
