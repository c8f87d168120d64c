"""Options from environment variables, by one rule for all commands.

Each option of `workbook serve` and `workbook lab` is `WORKBOOK_` and its name: `--port` is WORKBOOK_PORT. The
other commands read only the options for locations, which are the same for all: `--data`, `--notebooks`,
`--database` and `--theme`. Options for a single run, such as `--replace`, are not read from the environment.
An option that can be given several times takes a list, separated by blanks or commas. Here: this rule, and
detecting unknown names. Not here: the options.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

import click

__all__ = ["ListOption", "in_environment", "unknown_names"]

_PREFIX = "WORKBOOK_"
# The least similarity, from 0 to 1, for a suggested name: no suggestion is better than a wrong one.
_NEAR = 0.75
_SHARED = ("--data", "--notebooks", "--database", "--theme")
_RULE = (
    "Each option can also be set in the environment: --port as WORKBOOK_PORT, and so on. Put spaces or "
    "commas between several values. What is given on the command line takes precedence."
)
# Variables that are not options: secrets and addresses in files, and settings of other parts.
_OTHERS = ("COOKIE_SECRET", "DATABASE_FILE", "FEEDBACK")
# Variables that a server sets for its kernels, and those of the hub's recipe and of the tests.
_INNER = (
    *("NAMESPACE", "PAGE_LANGUAGES", "COPY", "VISITOR"),
    *("HUB_PORT", "HUB_PROXY_PORT", "HUB_CARETAKERS", "CHROMIUM", "SOAK_MINUTES"),
)


class ListOption(click.Option):
    """An option that can be given several times, or as a list in the environment."""

    def value_from_envvar(self, ctx: click.Context) -> tuple[str, ...] | None:
        """Return the list's values, or None if there is none."""
        text = self.resolve_envvar_value(ctx)
        return tuple(one for one in re.split(r"[\s,]+", text) if one) if text else None


class YesOrNo(click.types.BoolParamType):
    """Yes or no, with a readable message for other values."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """Return whether it is yes."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)!r} is neither yes nor no. Give yes or no.", param, ctx)


def in_environment(group: click.Group, whole: Iterable[str]) -> None:
    """Let a group's commands read options from the environment; for those named in `whole`, all options."""
    for path, command in _commands(group):
        is_whole = path in whole
        for one in command.params:
            if isinstance(one, click.Option) and (is_whole or one.opts[-1] in _SHARED):
                one.envvar = one.envvar or _PREFIX + one.opts[-1].lstrip("-").replace("-", "_").upper()
                one.show_envvar = True
                if one.is_bool_flag:
                    one.type = YesOrNo()
        if is_whole:
            command.epilog = _RULE


def unknown_names(group: click.Group, environment: Mapping[str, str]) -> list[str]:
    """Return a line for each variable in the environment that has our prefix and no meaning."""
    options = {
        str(one.envvar)
        for _, command in _commands(group)
        for one in command.params
        if isinstance(one, click.Option) and one.envvar
    }
    told = options | {_PREFIX + name for name in _OTHERS}
    known = told | {_PREFIX + name for name in _INNER}
    names = sorted(name.removeprefix(_PREFIX) for name in told)
    lines = []
    for name in sorted(environment):
        if name.startswith(_PREFIX) and name not in known:
            # Without the common prefix, by which any two would be similar.
            near = get_close_matches(name.removeprefix(_PREFIX), names, 1, _NEAR)
            hint = f" Did you mean {_PREFIX}{near[0]}?" if near else ""
            lines.append(f"{name} in the environment is not a setting of the workbook, and is ignored.{hint}")
    return lines


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield each command below a group, by its words: "records stats"."""
    for name, command in group.commands.items():
        path = f"{before}{name}"
        yield path, command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} ")
