#!/usr/bin/env python
"""Django's command line for the laboratory: `manage.py migrate`, `check`, `precompute`, ..."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visualizer.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"This cannot be done: {error}")


if __name__ == "__main__":
    main()
