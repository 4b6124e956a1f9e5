"""TOGETHER: the couple, its two partners, invitations and leaving."""
