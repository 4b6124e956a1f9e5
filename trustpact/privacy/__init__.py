"""SECRETS: keys, sealed fields, and the registry in which every model field is classified."""
