"""
What is due to be told, to whom, and whether it was.

The database is the truth about what is due; the broker only wakes. Apps write a `Schedule` (the
one row ahead) or a `Notice` in their own transaction, and register by kind how a due schedule
becomes an occurrence and what a notice says (`kinds.register`). Nothing here knows what a couple
or a ritual is.
"""
