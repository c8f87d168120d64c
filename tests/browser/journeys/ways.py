"""The ways that learners go, step by step: for the tests, and to measure them on any version of the workbook.

Where a step was another one in an earlier version, both are known here, so that before and after are measured
in the same way.
"""

import re

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")
CHOICE = ".wb-scenario .wb-step label.wb-option"
ONWARD = ".wb-scenario .wb-step:not([hidden]) .wb-button-primary"
WORDS = "I will ask before I post."
MOST_STEPS = 12
RATINGS = "() => document.querySelector('.wb-confidence').querySelectorAll('fieldset').length"


def press_first(journey, *ways):
    """Go the first of several ways that there is: (selector, text)."""
    way = next((way for way in ways if journey.sees(*way)), ways[-1])
    journey.press(*way)


def to_a_decision(journey, address):
    """From the workbook's address to the first decision that the workbook asks for."""
    journey.open(address)
    journey.start()
    if journey.sees(".wb-situations a"):
        journey.follow(".wb-situations a")
    else:
        journey.follow("#wb-onward")
    for _ in range(MOST_STEPS):
        if journey.sees(CHOICE):
            break
        if journey.sees(ONWARD):
            journey.press(ONWARD)
        else:
            journey.follow("a[rel=next]")
    journey.press(CHOICE)


def through_a_scenario(journey):
    """After a choice: see what follows, write why, and go on to the end of the scenario."""
    journey.press(".wb-scenario button", "See what follows")
    journey.press(".wb-scenario textarea")
    journey.write("She needs a clear answer from me.")
    journey.says(".wb-scenario .wb-status", "Saved")
    journey.press(".wb-scenario button", "Show what a practice teacher would say")


def write_a_reflection(journey, address):
    """Write in the first reflection of a page."""
    journey.open(address)
    unfold(journey, ".wb-reflection textarea")
    journey.press(".wb-reflection textarea")
    journey.write(WORDS)
    journey.says(".wb-reflection .wb-status", "Saved")


def unfold(journey, selector):
    """Open the parts of a page, where something is folded."""
    for _ in range(MOST_STEPS):
        if journey.sees(selector):
            return
        journey.press(".wb-unit-button[aria-expanded=false]")


def leave_in_the_middle(journey, address):
    """Do the first exercise of a standard, its ratings, and leave."""
    journey.open(address)
    ratings = journey.hand.run(RATINGS)
    for number in range(ratings):
        journey.press(".wb-confidence fieldset label", nth=number * 5 + 2)
    journey.says(".wb-confidence .wb-status", "Saved")


def back_to_the_exercise(journey, address):
    """On another day, from the address to the exercise that comes next."""
    journey.hand.next_day()
    journey.open(address)
    journey.says("#wb-onward", "Carry on with")
    journey.start()
    journey.follow("#wb-onward")
    if not journey.stands_at():
        journey.reach(".wb-scenario")


def to_a_document(journey, address):
    """From the home page to a Word document of what was written; gives its bytes."""
    journey.open(address)
    journey.start()
    journey.follow("a", "Your record")
    journey.keep_files()
    if not journey.sees("button", "Check for people and save"):
        journey.press("summary", "Make a document: Word, PDF and more")
    press_first(journey, ("button", "Check for people and save"), ("button", "Make the document"))
    journey.press("dialog label", "No")
    journey.press("dialog button", "Save it as it is")
    return journey.saved()


def to_a_code(journey):
    """Have what was just written kept under a recovery code, and return the code."""
    journey.press("label", "Keep with a recovery code")
    journey.press(".wb-keeping-choice button", "Go on")
    journey.says(".wb-keeping dialog[open]", "-")
    code = CODE.search(journey.text(".wb-keeping dialog[open] .wb-keeping-code"))[0]
    journey.press(".wb-keeping dialog[open] label", "I have kept the code")
    journey.press(".wb-keeping dialog[open] button", "Keep my answers with this code")
    journey.says(".wb-keeping dialog[open]", "Your answers are kept with your recovery code")
    journey.press(".wb-keeping dialog[open] button", "Close")
    return code


def to_the_record_elsewhere(journey, address, code):
    """On another device, from the address to the record of a code."""
    journey.open(address)
    journey.start()
    if journey.sees("a", "Use my recovery code"):
        journey.follow("a", "Use my recovery code")
    else:
        journey.follow("#wb-onward")
        journey.press("button", "Use a recovery code")
    journey.says(".wb-keeping dialog[open]", "recovery code")
    journey.write(code)
    journey.press(".wb-keeping dialog[open] button", "Open my answers")
    journey.says(".wb-keeping dialog[open]", "are here")
