"""Running notebooks to see whether they fail, without leaving anything behind."""

import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from forks.forked import ENV, has_ended
from timeouts import scaled, wait_until
from workbook.server import checking
from workbook.server.checking import failures, runnable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Kernels are forked on Linux alone.")


SLEEPS = "import time; time.sleep(900)"


def all_have_ended(file, count):
    """Whether the processes have ended whose numbers are in a file."""
    pids = [int(word) for word in file.read_text().split()]
    assert len(pids) == count
    return all(has_ended(pid) for pid in pids)


class Folder:
    """A folder of notebooks with a helper module, and the results of running all of it once."""

    def __init__(self, root):
        self.path = root / "notebooks"
        self.path.mkdir()
        self.cells = {}

    def put(self, name, *cells):
        """Write a notebook of code cells, each as its source, or as its source and tags."""
        made = [
            new_code_cell(source, metadata={"tags": tags})
            for source, *tags in ((cell,) if isinstance(cell, str) else cell for cell in cells)
        ]
        file = self.path / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=made), file)

    def run(self, *names, within_s=None):
        paths = [f"{name}.ipynb" for name in names]
        wanted = runnable(self.path, paths)
        found = failures(self.path, wanted, ENV, (), within_s=within_s or scaled(20))
        return {path.removesuffix(".ipynb"): failure for path, failure in found.items()}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


FAILING = {"raises": "raises", "module": "module", "input": "input", "exit": "ended", "killed": "ended"}


def test_each_notebook_that_fails_is_named_with_its_cell_and_the_others_go_on(folder):
    folder.put("well", "x = 1", "x + 1")
    folder.put("raises", "x = 1", "\n# what for\nunknown", "y = 1")
    folder.put("module", ("assert False", "check"), "import no_such_module")
    folder.put("input", "input('Your name? ')")
    folder.put("exit", "import os", "os._exit(0)")
    folder.put("killed", "import os, signal", "os.kill(os.getpid(), signal.SIGKILL)")
    found = folder.run("well", *FAILING)
    assert {name: failure.kind for name, failure in found.items()} == FAILING
    assert (found["raises"].cell, found["raises"].line) == (2, "# what for")
    assert found["raises"].error == "NameError: name 'unknown' is not defined"
    assert (found["module"].cell, found["module"].name) == (2, "no_such_module")
    assert (found["input"].cell, found["input"].line) == (1, "input('Your name? ')")
    assert [found[name].cell for name in ("exit", "killed")] == [2, 2]


@pytest.mark.slow
def test_a_cell_that_never_ends_is_named_after_its_time(folder):
    folder.put("endless", "x = 1", "while True:\n    pass")
    folder.put("waits", "import time\ntime.sleep(900)")
    found = folder.run("endless", "waits", within_s=scaled(3))
    assert [(one.kind, one.cell, one.line) for one in found.values()] == [
        ("slow", 2, "while True:"),
        ("slow", 1, "import time"),
    ]
    assert found["endless"].seconds >= 3


def test_a_cell_that_takes_too_much_memory_is_named(folder):
    folder.put("memory", "much = bytearray(1200 * 2**20)")
    assert folder.run("memory")["memory"].kind == "memory"


def test_tags_are_obeyed_as_on_a_page(folder):
    folder.put(
        "tags",
        ("1 / 0", "skip-execution"),
        ("assert False", "check"),
        ("1 / 0", "raises-exception"),
        ("import os\nassert os.environ['QUERY_STRING'] == ''\nassert later == 1", "each-visitor"),
        "import os\nassert 'QUERY_STRING' not in os.environ\nlater = 1",
    )
    folder.put("each", "a = 1", ("unknown", "each-visitor"))
    found = folder.run("tags", "each")
    assert {name: failure.cell for name, failure in found.items()} == {"each": 2}


def test_what_the_server_would_not_run_is_not_run(folder, tmp_path):
    kernel = {"name": "julia", "display_name": "Julia", "language": "julia"}
    nbformat.write(
        new_notebook(cells=[new_code_cell("1")], metadata={"kernelspec": kernel}), folder.path / "j.ipynb"
    )
    (folder.path / "broken.ipynb").write_text("{")
    nbformat.write(new_notebook(cells=[]), folder.path / "empty.ipynb")
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), tmp_path / "outside.ipynb")
    (folder.path / "link.ipynb").symlink_to(tmp_path / "outside.ipynb")
    folder.put("ga/alone", "1")
    names = ("j", "broken", "empty", "link", "ga/alone", "gone")
    assert runnable(folder.path, [f"{name}.ipynb" for name in names]) == []


def test_a_notebook_of_another_language_is_run_in_it_where_the_english_one_is(folder):
    folder.put("guides/one", "assert open('beside.txt').read() == 'x'")
    (folder.path / "guides" / "beside.txt").write_text("x")
    folder.put(
        "ga/guides/one",
        "import os\nassert os.environ['WIDGET_HOST_LANGUAGE'] == 'ga'\nopen('beside.txt')",
    )
    assert folder.run("guides/one", "ga/guides/one") == {}


def test_a_notebook_finds_what_lies_beside_it(folder, tmp_path):
    (folder.path / "helper.py").write_text("answer = 42")
    (folder.path / "film.mp4").write_bytes(b"film")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "own.csv").write_text("a,b")
    folder.put(
        "reads",
        "import helper\nassert helper.answer == 42",
        "assert open('film.mp4').read() == 'film'",
        "assert open('../data/own.csv').read() == 'a,b'",
    )
    assert folder.run("reads") == {}


def test_nothing_is_left_beside_the_notebooks_and_no_process(folder, tmp_path):
    (folder.path / "helper.py").write_text("answer = 42")
    (folder.path / "kept.txt").write_text("as it was")
    started = tmp_path / "started"
    started.write_text("")
    folder.put(
        "messy",
        "import helper, os, subprocess, sys, tempfile",
        "open('new.txt', 'w').write('x')\nopen('kept.txt', 'w').write('y')\ntempfile.mkdtemp();",
        f"one = subprocess.Popen([sys.executable, '-c', '{SLEEPS}'], env={{}})\n"
        f"open({str(started)!r}, 'a').write(f'{{one.pid}} ');",
        f"os.system('sleep 900 & echo $! >> {started}');",
    )
    before = sorted(tmp_path.rglob("*"))
    assert folder.run("messy") == {}
    assert sorted(tmp_path.rglob("*")) == before
    assert (folder.path / "kept.txt").read_text() == "as it was"
    wait_until(lambda: all_have_ended(started, 2), what="all have ended")


@pytest.mark.slow
def test_a_notebook_that_ends_what_all_are_forked_from_harms_no_other_and_leaves_nothing(folder, tmp_path):
    started = tmp_path / "started"
    folder.put(
        "kills",
        "import os, signal, subprocess",
        "one = subprocess.Popen(['sleep', '900'], start_new_session=True)\n"
        f"open({str(started)!r}, 'w').write(f'{{one.pid}} {{os.getppid()}}');",
        "os.kill(os.getppid(), signal.SIGKILL)",
    )
    folder.put("after", "x = 1")
    assert folder.run("kills", "after") == {}
    wait_until(lambda: all_have_ended(started, 2), what="all have ended")


@pytest.mark.slow
def test_where_processes_can_not_be_forked_notebooks_run_in_ordinary_kernels(folder, monkeypatch):
    monkeypatch.setattr(checking, "can_fork", lambda: False)
    folder.put("well", "1", ("1 / 0", "raises-exception"))
    folder.put("raises", ("assert False", "check"), "unknown")
    folder.put("exit", "import os", "os._exit(0)")
    folder.put("endless", "while True: pass")
    found = folder.run("well", "raises", "exit", "endless", within_s=scaled(5))
    assert {name: (one.kind, one.cell) for name, one in found.items()} == {
        "raises": ("raises", 2),
        "exit": ("ended", 2),
        "endless": ("slow", 1),
    }
    assert found["raises"].error == "NameError: name 'unknown' is not defined"
    assert found["endless"].seconds >= 5
