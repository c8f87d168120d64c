"""Requests like a browser's, without a browser: HTTP over asyncio's streams, with gzip."""

import asyncio
import gzip
import json
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_HEAD = 2**20


@dataclass
class Answer:
    """An answer: its status, its text, its cookies, its headers, and the moment at which its first byte came.

    The headers' names are in lower case; of several with one name the last is there.
    """

    status: int
    text: str
    cookies: dict[str, str]
    first_byte: float
    headers: dict[str, str]

    def json(self):
        """The text as JSON."""
        return json.loads(self.text)


async def request(method, address, body=b"", headers=(), cookies=None):
    """Ask for an address, and read the answer to its end. Raises OSError or EOFError where it breaks off."""
    parts = urlsplit(address)
    # Certificates are believed as the system does, or as the variable SSL_CERT_FILE says.
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=MOST_HEAD, ssl=secure)
    try:
        writer.write(_head(method, parts, body, headers, cookies or {}) + body)
        await writer.drain()
        first = await reader.readexactly(1)
        came = time.monotonic()
        lines = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if ":" in line]
        named = {name.lower(): value for name, value in fields}
        data = await _body(reader, named)
    finally:
        writer.close()
        if secure:  # its end takes an answer, too
            with suppress(OSError):
                await writer.wait_closed()
    if named.get("content-encoding") == "gzip":
        data = gzip.decompress(data)
    set_cookies = [
        value.split(";")[0].split("=", 1) for name, value in fields if name.lower() == "set-cookie"
    ]
    return Answer(int(lines[0].split()[1]), data.decode("utf-8", "replace"), dict(set_cookies), came, named)


def cookie_header(cookies):
    """Cookies as one header's value."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _head(method, parts, body, headers, cookies):
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Connection: close",
        "Accept-Encoding: gzip",
    ]
    lines += [f"Origin: {parts.scheme}://{parts.netloc}"] if method != "GET" else ["Accept: text/html,*/*"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"Cookie: {cookie_header(cookies)}"] if cookies else []
    lines += [f"Content-Length: {len(body)}"] if method != "GET" else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _body(reader, named):
    """The body, whichever way the server says how long it is."""
    if named.get("transfer-encoding", "").lower() == "chunked":
        data = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            data += await reader.readexactly(size)
            await reader.readexactly(2)
        return data
    if "content-length" in named:
        return await reader.readexactly(int(named["content-length"]))
    return await reader.read()
