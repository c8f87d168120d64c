"""The metrics of a server, parsed for tests."""

from prometheus_client.parser import text_string_to_metric_families


def metrics_in(text):
    """The figures by name and labels: `{("widget_host_visits_total", "page=home"): 1.0}`."""
    return {
        (one.name, ",".join(f"{name}={value}" for name, value in one.labels.items())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
