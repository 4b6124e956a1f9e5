"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """
    Argon2id with 46 MiB, one pass, one lane.

    Source: OWASP Password Storage Cheat Sheet, first of its equivalent settings. Django's default
    takes 100 MiB and eight lanes a hash, too much for a small machine under load.
    """

    memory_cost = 47_104  # KiB
    time_cost = 1
    parallelism = 1
