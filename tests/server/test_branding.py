"""What the workbook puts on the host's pages."""

from widget_host.extension import own_words
from workbook.front import languages
from workbook.server.branding import Branding

# What the workbook's own templates do not say.
ELSEWHERE = {"serve.name", "serve.part.pages", "serve.home.none"}


def test_every_word_that_the_host_says_is_the_workbook_s_own_in_every_language():
    for language in languages():
        known = Branding().words(language)
        plural = {name.rpartition(".")[0] for name in known if name.endswith(".other")}
        lacking = {
            name
            for name in own_words()
            if name not in known and name.rpartition(".")[0] not in plural and name not in ELSEWHERE
        }
        assert lacking == set()


def test_pages_are_drawn_again_when_a_fact_of_the_course_changes():
    facts = {"name": "One"}
    branding = Branding(facts=lambda: facts)
    before = branding.state("en")
    facts["name"] = "Another"
    assert branding.state("en") != before
    assert branding.name("en") == "Another"
