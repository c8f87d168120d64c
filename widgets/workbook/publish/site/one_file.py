"""Creates a single-file page that loads nothing: its styles, script and logo are embedded.

Here: embedding them, and the page's own security policy. Not here: rendering the page (see `drawing`).
"""

import base64
import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote, unquote

from workbook.publish.site.adapting import at_end
from workbook.publish.site.drawing import script_for

__all__ = ["in_one"]

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_ICON = re.compile(r'(<link rel="icon" type="image/svg\+xml" href=")([^"]*)(">)')
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
_CHECK = re.compile(r'<script src="([^"]*)"></script>')
_SCRIPT = re.compile(r'<script defer data-main src="([^"]*)"></script>\n?')
# Without a web host there is neither a worker nor a home screen.
_OFFLINE = re.compile(
    r' data-(?:offline|manifest)="[^"]*"(?=[^<>]*>)|  <link rel="apple-touch-icon"[^>]*>\n?'
)
_MEDIA = re.compile(r'(<(?:audio|video|source|track)\b[^>]*\bsrc=")([^":]+)(")')
_DATA = re.compile(r'<script type="application/json" id="wb-page">(.*?)</script>', re.DOTALL)
_OWN = re.compile(r"\S+\.js#(\w+)")


def in_one(path: str, html: str, loaded: Mapping[str, bytes]) -> str:
    """Return the page at `path` with the files that it loads embedded, from `loaded`; links are unchanged."""

    def text(address: str) -> str:
        return loaded[at_end(path, address)].decode()

    script = _in_element(script_for(_exercises(html)))
    check = _in_element(text(_CHECK.findall(html)[0]))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_allowed(check)} {_allowed(script)} blob:",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "media-src data: blob:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    html = _OFFLINE.sub("", html)
    html = _POLICY.sub(lambda found: f"{found[1]}{policy}{found[2]}", html)
    html = _ICON.sub(lambda found: f"{found[1]}data:image/svg+xml,{quote(text(found[2]))}{found[3]}", html)
    html = _STYLES.sub(lambda found: f"<style>\n{text(found[1])}</style>", html)
    html = _CHECK.sub(lambda _: f"<script>{check}</script>", html)
    html = _SCRIPT.sub("", html)
    html = _MEDIA.sub(lambda found: f"{found[1]}{_played(path, found[2], loaded)}{found[3]}", html)
    # After everything that it reads, as with `defer`.
    return html.replace("</body>", f"<script data-main>{script}</script>\n</body>")


def _played(path: str, address: str, loaded: Mapping[str, bytes]) -> str:
    """Return a data address with a sound or a film, or the address itself if the file is missing."""
    body = loaded.get(at_end(path, unquote(unescape(address))))
    kind, _ = mimetypes.guess_type(address)
    return address if body is None else f"data:{kind};base64,{base64.b64encode(body).decode()}"


def _allowed(script: str) -> str:
    """Return the policy source that allows an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _exercises(html: str) -> set[str]:
    """Return the names of a page's exercises."""
    found = _DATA.search(html)
    models = json.loads(found[1]).get("models", {}) if found else {}
    named = (_OWN.fullmatch(model.get("esm", "")) for model in models.values())
    return {name[1] for name in named if name}


def _in_element(script: str) -> str:
    """Return a script that is safe inline: nothing in it ends the element.

    Both sequences can occur only in strings and regular expressions, where an additional backslash changes
    nothing.
    """
    return "\n" + script.replace("</script", r"<\/script").replace("<!--", r"<\!--")
