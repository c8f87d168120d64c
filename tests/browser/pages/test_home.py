"""The home page as a learner uses it: the situations, the filters, and what was done."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
MOST_SCREENS = 5
FIRST = "A friend request from a mother you work with"
SAVE = """async (name) => {
    const mark = document.querySelector("link[rel=icon]").href;
    const script = mark.replace("workbook/server/static/mark.svg", "workbook/record/ui/record.js");
    const { openRecord } = await import(script);
    const record = openRecord();
    document.body.dataset.page = "five-minutes";
    await record.expect(`scenario/${name}`);
    await record.expect("scenario/first-day");
    const about = { kind: "scenario", title: "A request", page: "five-minutes" };
    await record.save(`scenario/${name}`, { path: ["a"], ended: true, standard: "" }, about);
}"""


def home(server, open_page, **options):
    page = open_page(server.address, **options)
    page.set_viewport_size(PHONE)
    return page


def test_the_first_situation_is_on_the_first_screen_of_a_phone_and_leads_to_its_scenario(server, open_page):
    page = home(server, open_page)
    first = page.locator(".wb-situations > li").first
    box = first.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    expect(page.locator("#wb-onward")).to_have_text("Try a situation")
    assert page.locator("#wb-onward").get_attribute("href").endswith("#a-request-on-sunday-night")
    first.get_by_role("link", name=FIRST).click()
    page.wait_for_url("**/start.ipynb#a-request-on-sunday-night")


def test_filters_count_what_fits_and_say_so_when_nothing_does(server, open_page):
    page = home(server, open_page)
    page.get_by_text("All 49 situations").click()
    expect(page.locator("#wb-found")).to_have_text("49 situations fit.")
    page.get_by_label("Setting").select_option("older people")
    page.get_by_label("Where online").select_option("messages")
    expect(page.locator("#wb-found")).to_have_text("1 situation fits.")
    expect(page.locator(".wb-situations-every > li:visible")).to_have_count(1)
    page.get_by_label("Done or not").select_option("done")
    expect(page.locator("#wb-found")).to_have_text("No situation fits all that you picked.")
    page.get_by_role("button", name="Show all situations").click()
    expect(page.locator("#wb-found")).to_have_text("49 situations fit.")


def test_who_comes_back_sees_where_they_left_off_and_what_is_done(server, open_page):
    page = home(server, open_page)
    page.evaluate(SAVE, "a-request-on-sunday-night")
    expect(page.locator("#wb-onward")).to_have_text("Carry on with Five minutes: short situations")
    expect(page.locator("#wb-start")).to_be_hidden()
    expect(page.locator("#wb-done")).to_have_text("You have done 1 situation out of 49.")
    expect(page.locator(".wb-situations > li").first).to_contain_text("Done")
    # What is offered for a short time is not what is done.
    short = page.locator("[data-time=situation] a")
    expect(short).not_to_have_attribute("href", page.locator(".wb-situations a").first.get_attribute("href"))
    expect(page.get_by_role("link", name="Hand in your record")).to_have_attribute(
        "href", re.compile("/record.ipynb#hand-in$")
    )


@pytest.mark.parametrize("is_begun", [False, True])
def test_home_is_no_longer_than_five_screens_of_a_phone(server, open_page, is_begun):
    page = home(server, open_page)
    if is_begun:
        page.evaluate(SAVE, "a-request-on-sunday-night")
        expect(page.locator("#wb-done")).to_be_visible()
    else:
        expect(page.locator("#wb-hand-in")).to_be_hidden()
    height = page.evaluate("() => document.documentElement.scrollHeight")
    assert height <= MOST_SCREENS * PHONE["height"]


def test_fifteen_minutes_lead_to_the_first_part_of_a_standard_that_is_not_done(server, open_page):
    page = home(server, open_page)
    times = page.get_by_role("list", name="How long do you have?").get_by_role("listitem")
    expect(times).to_have_text(
        [
            re.compile("5 minutes One situation"),
            re.compile("15 minutes"),
            re.compile("50 minutes All of"),
        ]
    )
    expect(times.nth(1)).to_have_text("15 minutes A part of Standard 1")
    expect(times.nth(1).get_by_role("link")).to_have_attribute(
        "href", re.compile("/standard-1.ipynb#Why-it-matters$")
    )
    for one, heading in (("a-van-for-davy", "One-more-example"), ("friday-show", "A-case-to-end-with")):
        page.evaluate(SAVE, one)
        expect(times.nth(1).get_by_role("link")).to_have_attribute(
            "href", re.compile(f"/standard-1.ipynb#{heading}$")
        )
    page.evaluate(SAVE, "moths-at-midnight")
    expect(times.nth(1)).to_have_text("15 minutes A part of Standard 2")
    times.nth(1).get_by_role("link").click()
    page.wait_for_url("**/standard-2.ipynb#Why-it-matters")
    page.wait_for_widgets(whole=False)
    unit = page.locator(".wb-unit[data-open]")
    expect(unit.locator("h2").first).to_be_in_viewport()
    expect(unit.locator(".wb-scenario")).to_have_count(1)
    expect(unit.locator(".wb-confidence")).to_have_count(1)


def test_cards_and_situations_have_the_marks_of_the_menu(server, open_page):
    page = home(server, open_page)
    page.evaluate(SAVE, "a-request-on-sunday-night")
    card = page.locator('.wb-card[data-page="five-minutes"]')
    expect(card.locator(".wb-progress-mark")).to_have_text("1 of 2 done")
    first = page.locator(".wb-situations > li").first
    expect(first.locator(".wb-progress-mark .wb-tick")).to_have_count(1)
    page.get_by_role("link", name="Privacy").click()
    page.wait_for_widgets()
    expect(page.locator('.wb-menu [data-page="five-minutes"] .wb-progress-mark')).to_have_text("1 of 2 done")


def test_a_recovery_code_can_be_used_from_the_home_page(server, open_page):
    page = home(server, open_page)
    page.get_by_role("link", name="Use my recovery code").click()
    expect(page.get_by_role("dialog").get_by_label("Your recovery code")).to_be_focused()
    assert "#" not in page.url


def test_without_javascript_every_situation_can_be_reached(server, open_page):
    page = home(server, open_page, ready=False, java_script_enabled=False)
    page.get_by_text("All 49 situations").click()
    expect(page.locator(".wb-situations-every > li:visible")).to_have_count(49)
    expect(page.locator(".wb-filters")).to_be_hidden()
