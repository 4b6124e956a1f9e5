"""Mailboxes, PURE: whether two mail addresses lead to one mailbox (promises.md, Threat-6)."""

_DOTS_MEAN_NOTHING = {"gmail.com", "googlemail.com"}


def mailbox_of(address):
    """
    Return the mailbox that an address leads to, for comparing only, never for sending.

    Case and a "+tag" mean nothing anywhere; dots before the @ mean nothing at Gmail.
    """
    local, _, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _DOTS_MEAN_NOTHING:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def share_a_mailbox(addresses, others):
    """Whether any of the first addresses leads to the same mailbox as any of the second."""
    return not {mailbox_of(a) for a in addresses}.isdisjoint(mailbox_of(o) for o in others)
