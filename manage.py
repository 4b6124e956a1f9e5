#!/usr/bin/env python
"""Django's command line for TrustPact."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")
    from django.core.management import execute_from_command_line

    from trustpact.web.starting import sentences_instead_of_tracebacks

    with sentences_instead_of_tracebacks():
        execute_from_command_line(sys.argv)
