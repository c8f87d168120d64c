"""Whether the server counts visits, as it tells its kernels. Not here: the counts (see `workbook.usage`)."""

import os
from collections.abc import Mapping

__all__ = ["is_counted"]


def is_counted(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether visits and finished standards are counted: WORKBOOK_COUNTS is 1 in `environment`."""
    return environment.get("WORKBOOK_COUNTS", "").strip() == "1"
