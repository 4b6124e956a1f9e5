"""What people can send to the pages of their rituals."""
