"""Whoever has a data key: persons and couples."""

import uuid

from django.db import models, transaction

from trustpact.privacy import keys


class KeyOwner(models.Model):
    """A person or a couple, with a data key of their own from the first moment on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the row; a new one gets its key in the same transaction."""
        if not self._state.adding:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            keys.make_for(self.pk)
            return super().save(*args, **kwargs)
