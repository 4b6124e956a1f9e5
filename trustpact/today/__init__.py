"""The partner's day: what is due, what opened, what waits, and one next step."""
