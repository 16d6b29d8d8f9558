"""``python -m edgeanomaly_nb`` is the command ``edgeanomaly-nb``."""

from __future__ import annotations

from .cli import main

raise SystemExit(main())
