"""Metrics for monitoring the server, in the text format of Prometheus.

Here: the figures, and the route that reports them. Not here: where they are counted (see `page_handlers`,
`voila_app`), and the present state in words (see `health`). A figure is never about a person: no label
contains an address, a kernel or a code, and pages that are not listed are counted together.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from ipaddress import ip_network

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from tornado import httputil

from widget_host.common.network import read_address
from widget_host.http.headers import HostHandler
from widget_host.http.local_requests import is_forwarded, is_under_own_name
from widget_host.settings import Visited

__all__ = ["HOME", "OTHER", "Figures", "Metrics", "is_from_near"]

HOME, OTHER = "home", "other"
"""The labels of the home page, and of all pages that are not listed."""

# Loopback, private and link-local. Python's `is_private` also includes addresses tunnelled by Teredo.
_NEAR = tuple(
    ip_network(one)
    for one in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Statuses that each have one reason, whichever handler sent them.
_REFUSALS: dict[int, str] = {
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.CONFLICT: "changed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "size",
    HTTPStatus.MISDIRECTED_REQUEST: "host",
    HTTPStatus.TOO_MANY_REQUESTS: "rate",
}

# The time at which a figure was created shows when somebody first came, so it is left out.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Figures:
    """The metrics of one server."""

    def __init__(self, visited: Visited | None = None, program: str = "widget_host") -> None:
        """Start counting; `visited` is also called for each visit. Names of metrics begin with `program`."""
        self._visited, self._program = visited, program
        self._registry = registry = CollectorRegistry(auto_describe=False)
        self.visits = Counter(
            f"{program}_visits_total", "Pages that were opened, by page.", ["page"], registry=registry
        )
        self.kernels_started = Counter(
            f"{program}_kernels_started_total", "Kernels that were started for pages.", registry=registry
        )
        self.saves = Counter(
            f"{program}_saves_total",
            "Saves that pages sent and that reached the database. What pages keep only in a browser is not "
            "counted: it never leaves the device.",
            registry=registry,
        )
        self.saves_failed = Counter(
            f"{program}_saves_failed_total",
            "Saves that did not reach the database; pages try them again.",
            registry=registry,
        )
        self.saves_full = Counter(
            f"{program}_saves_full_total",
            "Failed saves for which there was no space on the disk.",
            registry=registry,
        )
        self.save_seconds = Histogram(
            f"{program}_save_seconds",
            "How long a save took in the server: from its arrival until it was on the disk, in seconds.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.refused = Counter(
            f"{program}_refused_total", "What was refused, by reason.", ["reason"], registry=registry
        )
        self._up = Gauge(
            f"{program}_up", "1 while the server takes visitors, 0 while it stops.", registry=registry
        )
        self._up.set(1)

    def visit(self, page: str, headers: Mapping[str, str]) -> None:
        """Count a page that was sent; none of the request's headers is kept here."""
        self.visits.labels(page).inc()
        if self._visited is not None:
            self._visited(page, headers)

    def watch(self, name: str, about: str, figure: Callable[[], float]) -> None:
        """Report a present value under a name, without the program's; it is read at each request."""
        Gauge(f"{self._program}_{name}", about, registry=self._registry).set_function(figure)

    def watch_more(self, figures: Callable[[], Mapping[str, tuple[str, float]]]) -> None:
        """Report present values by name, each with its description, in the form of `settings.MoreRoutes`."""
        self._registry.register(_More(figures))

    def refuse(self, reason: str) -> None:
        """Count a refusal."""
        self.refused.labels(reason).inc()

    def count_save(self, word: str, seconds: float) -> None:
        """Count a save by its result (see `settings.Offer`), and how long it took."""
        if word == "saved":
            self.saves.inc()
            self.save_seconds.observe(seconds)
        else:
            self.saves_failed.inc()
        if word == "full":
            self.saves_full.inc()

    def answered(self, status: int) -> None:
        """Count a response whose status is a refusal."""
        if status in _REFUSALS:
            self.refuse(_REFUSALS[status])

    def stop(self) -> None:
        """Report that the server accepts no more visitors."""
        self._up.set(0)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)


class _More(Collector):
    """The metrics of the server's further routes."""

    def __init__(self, figures: Callable[[], Mapping[str, tuple[str, float]]]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield the present values."""
        return [GaugeMetricFamily(name, about, value) for name, (about, value) in self._figures().items()]


class Metrics(HostHandler):
    """Serves the metrics to this machine and to private networks, and to everybody only if that is set."""

    def initialize(self, figures: Figures, public: bool) -> None:
        """Take the metrics, and whether everybody may see them."""
        self._figures, self._public = figures, public

    def get(self) -> None:
        """Answer in Prometheus' text format."""
        self.set_header("Cache-Control", "no-store")
        if not self._public and not is_from_near(self.request):
            self.set_status(HTTPStatus.FORBIDDEN)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(
                "The figures are shown only to this machine and to private networks, and not through a "
                "proxy. The server's operator can change that with --public-metrics.\n"
            )
            return
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self._figures.text())


def is_from_near(request: httputil.HTTPServerRequest) -> bool:
    """Return whether a request comes directly from this machine or a private network.

    A forwarded request comes from the proxy, which may be near although its visitor is not. A proxy on this
    machine is also recognised by the requested host name. On a private network it is not: there the server
    may have any name.
    """
    found = read_address(request.remote_ip or "")
    if found is None or is_forwarded(request) or not any(found in one for one in _NEAR):
        return False
    return not found.is_loopback or is_under_own_name(request)
