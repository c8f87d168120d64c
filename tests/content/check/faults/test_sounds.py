"""Recordings that tables name: each has to be there, and of a type that browsers play."""

import pytest

from content.planting import Planted, assert_told
from workbook.content.check.sounds import PLAYED


def sound(name, *files):
    """Name a recording for the first voice, and put files below the notebooks."""

    def edit(workbook):
        for file in files:
            path = workbook.notebooks / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
        workbook.edit("voices", 2, sound=name)

    return edit


def planted(kind, name, *files, near="", says=""):
    return Planted(kind, sound(name, *files), "voices.csv", 2, "sound", nearest=near, says=says)


PLANTED = [
    planted("missing-sound", "a.mp3", says="Put the recording there, and write its path"),
    planted("missing-sound", "voice.mp3", "sounds/voice.mp3", near="sounds/voice.mp3"),
    planted("missing-sound", "sounds/Voice.mp3", "sounds/voice.mp3", near="sounds/voice.mp3"),
    planted("missing-sound", ".hidden/a.mp3", ".hidden/a.mp3"),
    planted("missing-sound", "../a.mp3", "../a.mp3"),
    planted("missing-sound", "https://example.org/a.mp3"),
    planted("unplayable-sound", "a.opus", "a.opus", says="Save the recording as mp3, m4a or wav"),
    planted("unplayable-sound", "a.txt", "a.txt"),
    planted("unplayable-sound", "a"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_told_with_its_place_and_what_to_do(small, planted):
    assert_told(small, planted)


@pytest.mark.parametrize("ending", [*PLAYED, "MP3"])
def test_a_recording_that_is_there_and_that_browsers_play_is_no_fault(small, ending):
    sound(f"sounds/a voice.{ending}", f"sounds/a voice.{ending}")(small)
    assert small.check().faults == ()


def test_a_recording_in_another_language_has_to_be_there_too(small):
    (small.data / "ga").mkdir()
    small.put("ga/voices.csv", "id,text,sound\nvoice-1,Chonaic.,ga.mp3\n")
    fault = small.only_fault()
    assert (fault.type, fault.file, fault.row, fault.value) == ("missing-sound", "ga/voices.csv", 2, "ga.mp3")
    (small.notebooks / "ga.mp3").write_bytes(b"x")
    assert small.check().faults == ()
