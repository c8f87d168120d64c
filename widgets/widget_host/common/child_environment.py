"""The environment of processes that handle others' files: the variables that they need, and no secrets.

Notebooks' code runs in it, and the readers of notebooks and tables (see `worker_process`). Here: which
variables are passed on. It is a list of allowed names, since nobody can list all secrets in a publisher's
environment. Not here: the further variables for pages (see `settings`).
"""

from collections.abc import Iterable, Mapping

__all__ = ["handed_on"]

# User and paths, locale and time zone.
_PROGRAMS = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "TERM"),
    *("VIRTUAL_ENV", "CONDA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)
# Where Python's packages store files, and how many threads they start.
_PACKAGES = (
    *("IPYTHONDIR", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_DATA_DIR"),
    *(
        "JUPYTER_RUNTIME_DIR",
        "JUPYTER_PLATFORM_DIRS",
        "JUPYTER_PREFER_ENV_PATH",
        "MPLCONFIGDIR",
        "MPLBACKEND",
    ),
    *("FONTCONFIG_PATH", "FONTCONFIG_FILE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
    *("NUMEXPR_NUM_THREADS", "MALLOC_ARENA_MAX"),
)
# Without these no program runs on Windows.
_WINDOWS = (
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"),
    *("PROGRAMFILES", "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "NUMBER_OF_PROCESSORS"),
    "PROCESSOR_ARCHITECTURE",
)
_NAMES = frozenset((*_PROGRAMS, *_PACKAGES, *_WINDOWS))
_BEGINNINGS = ("LC_", "XDG_", "PYTHON")
_OWN = ("WIDGET_HOST_",)


def handed_on(
    environment: Mapping[str, str], more: Iterable[str] = (), own: tuple[str, ...] = _OWN
) -> dict[str, str]:
    """Return the allowed variables of an environment; `more` are further allowed names.

    `more` can't allow the server's own variables, whose names begin with one of `own`: the server decides
    which of these a kernel gets.
    """
    allowed = _NAMES | {name for name in more if not name.upper().startswith(own)}
    return {
        name: value
        for name, value in environment.items()
        # On Windows names are case-insensitive.
        if name in allowed or name.upper() in _NAMES or name.startswith(_BEGINNINGS)
    }
