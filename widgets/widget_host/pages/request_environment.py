"""What notebooks find in the environment of the request that opens their page, as Voila tells them.

Here: the names, which Voila's documentation gives. Not here: which cells are told (see `opening` and
`checking`).
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
    """Return the variables of a request for a page at `path`, whose whole address is `url`.

    `name` and `port` are the server's as the browser knows it, the port "" for the usual one.
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
