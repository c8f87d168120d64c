"""`python -m widget_host`: any folder of notebooks as pages, without the workbook."""

import re
from urllib.request import ProxyHandler, build_opener

import pytest

from host_server import host_server
from timeouts import scaled
from widget_host.__main__ import _parser, main, settings_of

SLIDER = "import ipywidgets\nipywidgets.IntSlider(description='Rate')"


def settings(*arguments):
    return settings_of(_parser().parse_args([str(one) for one in arguments]))


def get(address):
    with build_opener(ProxyHandler({})).open(address, timeout=scaled(60)) as answer:
        return answer.read().decode()


def test_what_the_options_say_is_in_the_settings(page_folder):
    folder, put = page_folder
    put("one")
    plain = settings(folder)
    assert (plain.notebooks, plain.data, plain.port, plain.uses_forks) == (folder, None, 8866, True)
    assert plain.run_ahead
    told = settings(
        *(folder, "--port", 1234, "--host", "0.0.0.0", "--base-url", "pages", "--allow-host", "here"),
        *("--ordinary-kernels", "--preload", "json", "--preload", "pandas", "--max-kernels", 7),
        *("--kernel-memory", 512, "--kernel-variable", "KEY", "--allow-unsafe-eval", "--no-run-ahead"),
    )
    assert (told.port, told.host, told.base_url, told.allow_hosts) == (1234, "0.0.0.0", "/pages/", ("here",))
    assert (told.uses_forks, told.warm_up, told.max_kernels) == (False, ("json", "pandas"), 7)
    assert (told.kernel_memory_mib, told.kernel_variables, told.unsafe_eval) == (512, ("KEY",), True)
    assert not told.run_ahead


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["nowhere"], "There is no folder nowhere. Give the folder that holds the notebooks."),
        (["."], "holds no notebook (.ipynb). Give another one."),
        ([".", "--base-url", "a b"], "holds no notebook"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(capsys, monkeypatch, tmp_path, more, said):
    monkeypatch.chdir(tmp_path)
    assert main(more) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("widget_host: ")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("more", [["--port", "70000"], ["--max-kernels", "0"], ["--kernel-memory", "much"]])
def test_a_number_out_of_bounds_is_a_wrong_option(capsys, more):
    with pytest.raises(SystemExit) as ended:
        main([".", *more])
    assert ended.value.code == 2
    assert "a number from" in capsys.readouterr().err


def test_a_folder_of_anybody_s_notebooks_is_served(page_folder, text, code):
    folder, put = page_folder
    put("growth", title="A model of growth", cells=[text("Move it."), code(SLIDER)], order=1, minutes=5)
    put("more/plain", title="", cells=[text("# Only *text*\n\nNothing to run.")])
    with host_server(folder) as address:
        home = get(address)
        assert re.findall(r"<a href=\"/voila/render/(\S+)\">(.*?)</a>", home) == [
            ("growth.ipynb", "A model of growth"),
            ("more/plain.ipynb", "Only text"),
        ]
        assert "About 5 minutes" in home
        page = get(f"{address}voila/render/growth.ipynb")
        assert "<title>A model of growth | Notebooks</title>" in page
        assert "IntSliderModel" in page
        assert "workbook" not in home + page
        # With one part only, its name would tell nothing.
        assert "wb-menu-part" not in page
        assert re.search(r'class="wb-where">About 5 minutes</p>', page)
        assert "widget_host_visits_total" in get(f"{address}metrics")


def test_a_page_without_a_heading_has_its_title_as_one_for_screen_readers(page_folder, text):
    folder, put = page_folder
    put("growth", title="A model of growth", cells=[text("Nothing but text.")])
    put("decay", title="A model of decay", cells=[text("# Decay")])
    with host_server(folder) as address:
        heading = '<h1 class="wb-visually-hidden">A model of growth</h1>'
        assert heading in get(f"{address}voila/render/growth.ipynb")
        assert 'wb-visually-hidden">A model' not in get(f"{address}voila/render/decay.ipynb")


@pytest.mark.slow
def test_ordinary_kernels_serve_the_same_page(page_folder, code):
    folder, put = page_folder
    put("growth", cells=[code(SLIDER)])
    with host_server(folder, "--ordinary-kernels") as address:
        assert "IntSliderModel" in get(f"{address}voila/render/growth.ipynb")
