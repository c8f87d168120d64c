"""The output of `workbook` commands, for their tests; the fixture `run_here` runs one."""


def refused(done, code, *said):
    """Check that a command told in one line on standard error what is wrong."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for words in said:
        assert words in done.stderr
