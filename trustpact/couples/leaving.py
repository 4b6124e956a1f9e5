"""
What else ends when a shared space ends, told by the apps above in their `AppConfig.ready()`.

`on_end(callback)`: `callback(couple, now)` runs inside the transaction that ends the couple, so
that its reminders, drafts and sharing end in the same moment or not at all.
"""

_callbacks = []


def on_end(callback):
    """Run `callback(couple, now)` in the transaction in which a couple ends. Returns it."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def tell_of_end(couple, now):
    """Let every app end what is its own."""
    for callback in _callbacks:
        callback(couple, now)
