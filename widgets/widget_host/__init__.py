"""A server of notebooks with widgets, as small and quick pages: `python -m widget_host NOTEBOOKS`.

It draws a page from the notebook itself and from what its cells showed, and gives each visitor a kernel of
their own, forked where the system can fork. Programs mount it with pages, words and routes of their own (see
`pages.look` and `settings`). It knows nothing of what is in a notebook, and of no other package of this
project but `forked_kernels`. The README says what it does, how fast, and what it leaves to Voila.
"""

import sys

# jsonschema would import it for a kind of address that nothing here checks; its grammars take two seconds of
# each start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
