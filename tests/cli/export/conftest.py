"""What the tests of `workbook export` share: running it for the module's KIND, and what a refusal is."""

import pytest


@pytest.fixture
def export(request, run_here):
    """Export what the module's KIND names, and return the code and what was said."""

    def export(*arguments):
        done = run_here("export", request.module.KIND, *arguments)
        return done.returncode, done.stdout, done.stderr

    return export


@pytest.fixture
def refused():
    """Check that a command told in one line on standard error what is wrong."""

    def refused(answer, *said):
        code, out, err = answer
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        for words in said:
            assert words in err

    return refused
