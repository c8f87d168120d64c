from datetime import date

import pytest

from workbook.usage.tally import Tally, monday

DAY = date(2026, 11, 25)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


def counted(**headers):
    """How many visits a page sent to such a request is."""
    tally = Tally(lambda: DAY)
    tally.visited("standard-5", {name.replace("_", "-"): value for name, value in headers.items()})
    return tally.take().visits[DAY, "standard-5"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"Sec_Fetch_Dest": "document"},
        {"Sec_Fetch_Dest": "iframe"},
        # By way of the page's service worker.
        {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Mode": "navigate"},
        {"DNT": "0"},
    ],
    ids=str,
)
def test_a_page_that_a_browser_shows_is_a_visit(more):
    assert counted(User_Agent=BROWSER, **more) == 1


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Slackbot-LinkExpanding 1.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Prometheus-blackbox-exporter",
        "UptimeRobot/2.0 monitor",
    ],
)
def test_a_program_is_no_visit(agent):
    assert counted(User_Agent=agent) == 0


@pytest.mark.parametrize(
    "more", [{"Sec_Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"Sec_Fetch_Dest": "empty"}]
)
def test_a_page_that_may_never_be_seen_is_no_visit(more):
    assert counted(User_Agent=BROWSER, **more) == 0


@pytest.mark.parametrize("more", [{"DNT": "1"}, {"Sec_GPC": "1"}], ids=str)
def test_a_browser_that_asks_not_to_be_tracked_is_not_counted(more):
    assert counted(User_Agent=BROWSER, **more) == 0


def test_a_finished_standard_is_counted_by_its_week_alone():
    tally = Tally(lambda: DAY)
    tally.finished("standard-5")
    tally.finished("standard-5")
    assert dict(tally.take().finished) == {(date(2026, 11, 23), "standard-5"): 2}
    assert not tally.take()


def test_what_could_not_be_written_is_added_to_what_came_meanwhile():
    tally = Tally(lambda: DAY)
    tally.finished("standard-5")
    tally.visited("start", {"User-Agent": BROWSER})
    taken = tally.take()
    tally.finished("standard-5")
    tally.put_back(taken)
    again = tally.take()
    assert again.finished[monday(DAY), "standard-5"] == 2
    assert again.visits[DAY, "start"] == 1
