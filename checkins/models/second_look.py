"""Words of the library that bind nobody, read by the limits all the same: a second look, no refusal."""

from django.utils.translation import gettext as _

from agreements import limits


def second_looks(text, language):
    """Return the sentence for words that read like what no agreement may ask, or []."""
    reading = limits.read(text, language)
    if not reading.category:
        return []
    return [
        _("“%(words)s” reads like something that no agreement may ask. Look at it once more.")
        % {"words": reading.words}
    ]
