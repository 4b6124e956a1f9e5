"""A person's silent "do not let them invite me again"."""

import uuid

from django.conf import settings
from django.db import models

from trustpact.people.mailboxes import share_a_mailbox


class BlockQuerySet(models.QuerySet):
    def stands_between(self, person, inviter) -> bool:
        """Whether this person asked not to be invited by that one."""
        return self.filter(person=person, blocked_person=inviter).exists()

    def covers_address(self, address: str, inviter) -> bool:
        """Whether a mail address belongs to somebody who blocked this inviter."""
        blocks = self.filter(blocked_person=inviter).select_related("person")
        return any(share_a_mailbox([address], block.person.mailboxes) for block in blocks)


class Block(models.Model):
    """One person will not be invited by another; to the other nothing shows (Threat-15)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    blocked_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked_person"], name="block_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("blocked_person")), name="block_of_another"
            ),
        ]

    def __str__(self):
        return f"block {self.pk}"
