"""What the commands take from the environment, by one rule.

Each option of `workbook serve` and `workbook lab` is `WORKBOOK_` and its name: `--port` is WORKBOOK_PORT. The
other commands take from there what says where things are, which is the same for all: `--data`, `--notebooks`,
`--database` and `--theme`. What is asked of one run alone, such as `--replace`, they take from nowhere else.
An option that can be given several times takes a list, with blanks or commas in between. Here: this rule, and
finding names that it does not know. Not here: the options.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

import click

__all__ = ["ListOption", "in_environment", "unknown_names"]

_PREFIX = "WORKBOOK_"
# How alike two names are at least, from 0 to 1, before one is suggested: none is better than a wrong one.
_NEAR = 0.75
_SHARED = ("--data", "--notebooks", "--database", "--theme")
_RULE = (
    "Each option can also be set in the environment: --port as WORKBOOK_PORT, and so on. Put spaces or "
    "commas between several values. What is given on the command line takes precedence."
)
# What is not an option: secrets and addresses in files, and what other parts are told.
_OTHERS = ("COOKIE_SECRET", "DATABASE_FILE", "FEEDBACK")
# What a server tells its kernels, what the recipe for a hub is told, and what the tests are.
_INNER = (
    *("NAMESPACE", "PAGE_LANGUAGES", "COPY", "VISITOR"),
    *("HUB_PORT", "HUB_PROXY_PORT", "HUB_CARETAKERS", "CHROMIUM", "SOAK_MINUTES"),
)


class ListOption(click.Option):
    """An option that can be given several times, or as a list in the environment."""

    def value_from_envvar(self, ctx: click.Context) -> tuple[str, ...] | None:
        """Return the list's values, None where there is none."""
        text = self.resolve_envvar_value(ctx)
        return tuple(one for one in re.split(r"[\s,]+", text) if one) if text else None


class YesOrNo(click.types.BoolParamType):
    """Yes or no, with a message for a person where it is neither."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """Return whether it is yes."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)!r} is neither yes nor no. Give yes or no.", param, ctx)


def in_environment(group: click.Group, whole: Iterable[str]) -> None:
    """Have a group's commands take options from the environment; those named in `whole`, each of theirs."""
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
    """Return a line for each name in the environment that begins as ours do and means nothing."""
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
            # Without what all have in common, by which any two would be near.
            near = get_close_matches(name.removeprefix(_PREFIX), names, 1, _NEAR)
            hint = f" Did you mean {_PREFIX}{near[0]}?" if near else ""
            lines.append(f"{name} in the environment is not a setting of the workbook, and is ignored.{hint}")
    return lines


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give each command below a group, by its words: "records stats"."""
    for name, command in group.commands.items():
        path = f"{before}{name}"
        yield path, command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} ")
