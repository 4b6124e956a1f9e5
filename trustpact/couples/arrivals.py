"""
What else begins when a partner joins, told by the apps above in their `AppConfig.ready()`.

`on_join(callback)`: `callback(couple, now)` runs inside the transaction in which somebody takes a
place, so that what the two keep together is planned for both.
"""

_callbacks = []


def on_join(callback):
    """Run `callback(couple, now)` in the transaction in which a partner joins. Returns it."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def tell_of_join(couple, now):
    """Let every app plan what is its own for both."""
    for callback in _callbacks:
        callback(couple, now)
