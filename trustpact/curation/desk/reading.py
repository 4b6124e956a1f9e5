"""What the limits say of a text while it is written: beside its fields, and kept nowhere."""

import copy

PAUSE = "input changed delay:600ms"  # so long after the last key the words are read


def typed(form, row):
    """Return a text as a form has it: what is right in it, and `row` for the rest. Not to be kept."""
    if not form.is_bound:
        return row
    form.full_clean()
    shown = copy.copy(row)
    for name in row.TEXT:
        if name in form.cleaned_data:
            setattr(shown, name, form.cleaned_data[name])
    return shown


def fields(form, row, *, address):
    """Return the fields of a form, each with the sentences of the limits; None where none reads it."""
    found = dict(row.readings()) if form.is_bound or not row._state.adding else {}
    for name in row.READ:
        if name in form.fields:
            form.fields[name].widget.attrs |= _asking(name, address)
    return [(field, found.get(field.name, []), field.name in row.READ) for field in form]


def _asking(name, address):
    place = f"#reading-{name}"
    return {
        "data-hx-post": address,
        "data-hx-trigger": PAUSE,
        "data-hx-vals": '{"read": "1"}',
        "data-hx-target": place,
        "data-hx-select": f"{place} > *",
        "data-hx-select-oob": "#phone",
        "data-hx-swap": "innerHTML",
        "data-hx-sync": "this:replace",
    }
