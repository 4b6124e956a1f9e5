"""The wrapped data keys, and the numbers of those whose keys were destroyed for good."""

import uuid

from django.db import models


class DataKey(models.Model):
    """The data key of one person or one couple, wrapped by a master key of the installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.UUIDField(unique=True)
    key_id = models.BinaryField(max_length=8)
    wrapped = models.BinaryField(max_length=128)

    def __str__(self):
        return f"data key of {self.owner_id}"


class Erased(models.Model):
    """
    Somebody, or a couple, that was erased: a random number that stands for nothing any more.

    Written in the transaction of the erasure, so that the ledger outside the database can be
    brought up to it whatever happens in between (`privacy.ledger`).
    """

    id = models.UUIDField(primary_key=True, editable=False)  # that of the person or couple

    class Meta:
        verbose_name_plural = "erased"

    def __str__(self):
        return f"erased {self.pk}"
