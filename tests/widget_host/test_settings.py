"""Settings that are cleaned or refused, and what kernels are told of the environment."""

from pathlib import Path

import pytest

from widget_host.errors import ServeError
from widget_host.settings import CULL_AFTER_S, Settings, clean_base_url, kernel_environment, voila_config

LONGEST_OUTAGE_S = 170


@pytest.mark.parametrize(
    ("given", "cleaned"), [("/", "/"), ("", "/"), ("learn", "/learn/"), ("/a/b-c/", "/a/b-c/"), ("//", "/")]
)
def test_a_base_url_has_a_slash_at_each_end(given, cleaned):
    assert clean_base_url(given) == cleaned


@pytest.mark.parametrize("given", ["a b", "a?b", "http://x/", "a//b", "/(.*)/"])
def test_a_base_url_that_is_no_path_is_refused(given):
    with pytest.raises(ServeError, match="is not a path"):
        clean_base_url(given)


def test_a_kernel_outlives_the_longest_outage_that_is_promised():
    assert CULL_AFTER_S > LONGEST_OUTAGE_S
    config = voila_config(Settings(Path("n"), Path("d")))
    assert config.Kernels.cull_idle_timeout == CULL_AFTER_S
    assert config.Kernels.cull_interval <= CULL_AFTER_S / 5


def test_learners_see_no_traceback():
    config = voila_config(Settings(Path("n"), Path("d"), port=1234, base_url="/x/"))
    assert config.VoilaConfiguration.show_tracebacks is False
    assert (config.Voila.port, config.Voila.base_url, config.Voila.config_file_paths) == (1234, "/x/", [])
    assert config.KernelRestarter.restart_limit == 0


def test_kernels_get_what_the_publisher_allows_besides(monkeypatch):
    monkeypatch.setenv("OF_A_NOTEBOOK", "x")
    assert "OF_A_NOTEBOOK" not in kernel_environment(Settings(Path("n"), Path("d")))
    allowed = Settings(Path("n"), Path("d"), kernel_variables=("OF_A_NOTEBOOK",))
    assert kernel_environment(allowed)["OF_A_NOTEBOOK"] == "x"


def test_kernels_are_told_besides_what_the_command_says_and_nobody_else_is():
    settings = Settings(Path("n"), Path("d"), kernel_env={"ELSEWHERE": "told"})
    assert kernel_environment(settings)["ELSEWHERE"] == "told"
