"""A server of notebooks with widgets, as small and quick pages: `python -m widget_host NOTEBOOKS`.

It draws a page from the notebook itself and from what its cells showed, and gives each visitor a kernel of
their own, forked where the system can fork. Programs mount it with their own pages, words and routes (see
`extension` and `settings`). It does not depend on what is in a notebook, or on any other package of this
project except `forked_kernels`. The README says what it does, how fast it is, and what it leaves to Voila.
"""

import sys

# jsonschema would import it for a kind of address that nothing here checks; its grammars take two seconds of
# each start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
