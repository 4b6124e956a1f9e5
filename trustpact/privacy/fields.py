"""
Model fields whose values lie sealed in the database.

`SealedText(owner="partner.person")` names the attributes that lead from the row to the owner of
the key: a person or a couple (`"self"` where the row is the owner). A value is sealed when its row
is saved and opened when it is first read. It is bound to table, column, row and owner.

Nothing sealed can be filtered, and `QuerySet.update()` or `bulk_update()` of it fails loudly:
both know no row to bind the value to.
"""

import json
from uuid import UUID

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from trustpact.privacy import keys, vault


class Ciphertext(bytes):
    """Sealed bytes as they came from the database or go to it."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Opens the value of a sealed field when it is first read."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            return super().__get__(instance, cls)
        value = instance.__dict__[self.field.attname]
        if isinstance(value, Ciphertext):
            value = self.field.opened(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """What both kinds of sealed field share; `dump` and `parse` turn values into text and back."""

    descriptor_class = SealedAttribute

    def __init__(self, *args, owner="", **kwargs):
        self.owner = owner
        *self._steps, last = owner.split(".")
        self._last = "pk" if owner == "self" else f"{last}_id"
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", self.empty)
        super().__init__(*args, **kwargs)

    @staticmethod
    def empty():
        """Return the value of a field in which nothing was written."""
        raise NotImplementedError

    @staticmethod
    def dump(value) -> str:
        raise NotImplementedError

    @staticmethod
    def parse(text: str):
        raise NotImplementedError

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs | {"owner": self.owner}

    def get_default(self):
        return self.empty()

    def opened(self, instance, ciphertext: Ciphertext):
        """Return the value that was sealed for this row; VaultError when it does not open."""
        owner_id = self.owner_id(instance)
        plain = vault.open_sealed(
            ciphertext, key=keys.key_of(owner_id), place=self.place(instance, owner_id)
        )
        return self.parse(plain.decode())

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname, self.empty())
        if isinstance(value, Ciphertext):
            return value
        if value == self.empty():
            return Ciphertext(b"")
        owner_id = self.owner_id(model_instance)
        return Ciphertext(
            vault.seal(
                self.dump(value).encode(),
                key=keys.key_of(owner_id),
                place=self.place(model_instance, owner_id),
            )
        )

    def owner_id(self, instance) -> UUID:
        """Follow the owner path; the last step takes the foreign key's id and costs no query."""
        for step in self._steps:
            instance = getattr(instance, step)
        owner_id = getattr(instance, self._last)
        if owner_id is None:
            raise vault.VaultError(f"{self} has no owner to seal it for.")
        return owner_id

    def place(self, instance, owner_id: UUID) -> bytes:
        """Name the one place where the sealed value may stand."""
        row_id = instance.pk if isinstance(instance.pk, UUID) else UUID(str(instance.pk))
        return self._names + row_id.bytes + owner_id.bytes

    @cached_property
    def _names(self):
        return f"{self.model._meta.db_table}\0{self.column}\0".encode()

    def get_db_prep_value(self, value, connection, prepared=False):
        if value == self.empty():  # of a column that is added to rows: nothing to seal
            value = Ciphertext(b"")
        if value is not None and not isinstance(value, bytes | memoryview):
            raise FieldError(f"{self} is sealed: save it through its row.")
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        """Wrap what the database holds; it opens when it is read from its row."""
        if not value:
            return None if value is None else self.empty()
        return Ciphertext(value)

    def get_prep_value(self, value):
        return value

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self} is sealed: nothing can be searched in it.")

    def value_to_string(self, obj):
        raise FieldError(f"{self} is sealed: it leaves through the export only.")

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": forms.CharField} | kwargs)


class SealedText(SealedField):
    """Text that people wrote."""

    @staticmethod
    def empty() -> str:
        return ""

    @staticmethod
    def dump(value) -> str:
        if not isinstance(value, str):
            raise TypeError(f"A sealed text is a str, not {type(value).__name__}.")
        return value

    @staticmethod
    def parse(text: str) -> str:
        return text


class SealedJSON(SealedField):
    """Answers, ratings and the like: a dict or list of JSON values."""

    @staticmethod
    def empty() -> dict:
        return {}

    @staticmethod
    def dump(value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def parse(text: str):
        return json.loads(text)
