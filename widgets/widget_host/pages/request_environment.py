"""The environment variables that notebooks get from the request that opens their page, as in Voila.

Here: the names, from Voila's documentation. Not here: which cells get them (see `page_handlers`).
"""

from importlib.metadata import version

__all__ = ["request_environment"]


def request_environment(
    path: str,
    url: str,
    *,
    query: str = "",
    name: str = "localhost",
    port: str = "",
    protocol: str = "HTTP/1.1",
) -> dict[str, str]:
    """Return the variables of a request for a page at `path`, whose full address is `url`.

    `name` and `port` are the server's as the browser sees them, with the port "" for the default.
    """
    return {
        "QUERY_STRING": query,
        "SCRIPT_NAME": path,
        "PATH_INFO": "",
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": protocol,
        "SERVER_SOFTWARE": f"voila/{version('voila')}",
        "VOILA_REQUEST_URL": url,
    }
