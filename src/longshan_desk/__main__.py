"""``longshan-desk`` and ``python -m longshan_desk``."""

from __future__ import annotations

import sys

from longshan_desk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
