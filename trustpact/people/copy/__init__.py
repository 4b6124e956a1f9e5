"""The own copy on paper: the rows of `privacy.export` in plain words, set by `copy.typ`."""
