"""
What else begins, changes and ends with a couple, told by the apps above in their `AppConfig.ready()`.

A callback takes `(couple, now)` and runs inside the transaction of the moment it is about: what it
plans or ends for the two happens with that moment, or not at all.
"""

_on_join, _on_end, _on_language = [], [], []


def on_join(callback):
    """Call this where somebody takes a place in a couple, so that what is kept is planned for both."""
    return _register(callback, _on_join)


def on_end(callback):
    """Call this where a couple ends, so that its reminders and drafts end in the same moment."""
    return _register(callback, _on_end)


def on_language(callback):
    """Call this where the two begin to write in another language: `couple.language`."""
    return _register(callback, _on_language)


def tell_of_join(couple, now):
    """Let every app plan what is its own for both."""
    for callback in _on_join:
        callback(couple, now)


def tell_of_end(couple, now):
    """Let every app end what is its own."""
    for callback in _on_end:
        callback(couple, now)


def tell_of_language(couple, now):
    """Let every app say what it holds of the library in the couple's new language."""
    for callback in _on_language:
        callback(couple, now)


def _register(callback, callbacks):
    if callback not in callbacks:
        callbacks.append(callback)
    return callback
