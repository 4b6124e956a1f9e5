"""The wrapped data keys."""

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
