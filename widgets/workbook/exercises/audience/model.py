"""The model behind Who can see it?: how many people could come to see one post, group by group.

Here: the calculations and the table of all cases. Not here: the assumed numbers, which are in the table
audience_assumptions with their reasons (no source measures them: they are round figures to think with), and
how the result is shown (see the exercise itself and `audience.js`).

People are counted once, in the first of the `GROUPS` that they belong to. In the formulas, `new` is how many
additional people one person brings: friends-per-friend * (1 - overlap).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self, get_args

from workbook.content import ContentError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FRIENDS",
    "GROUPS",
    "TAGGED",
    "Assumptions",
    "Group",
    "PostAudience",
    "Reach",
    "audience",
    "audience_table",
]

Reach = Literal["nobody", "some friends", "friends", "friends of friends", "anyone"]
"""Who can open a post at first, narrowest first; as named in the table audience_settings."""

Group = Literal[
    "you",
    "tagged",
    "friends",
    "friends_of_friends",
    "friends_of_tagged",
    "friends_of_resharer",
    "screenshot_group",
    "anyone",
]

GROUPS: tuple[Group, ...] = get_args(Group)
"""The groups of an audience, in the order in which they are counted."""

FRIENDS = (20, 50, 100, 200, 500, 1000)
"""The numbers of friends that a learner can choose."""

TAGGED = (0, 1, 3)
"""The numbers of tagged people that a learner can choose. They are assumed to be friends."""

_SHARES = ("close_friends_share", "overlap", "tag_reach", "reshare_reach")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The numbers that the model assumes, one for each row of the table audience_assumptions.

    The shares lie between 0 and 1; the others count people, are not negative, and `public_stands_for`,
    which is drawn where a post can be seen by anyone, is at least 1. Raises ContentError otherwise.
    """

    close_friends_share: float
    friends_per_friend: float
    overlap: float
    tag_reach: float
    reshare_reach: float
    screenshot_group: float
    public_stands_for: float

    def __post_init__(self) -> None:
        """Refuse an invalid number, by its name in the table."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            least = 1 if name == "public_stands_for" else 0
            most = 1 if name in _SHARES else math.inf
            if not least <= value <= most or math.isinf(value):
                limits = "between 0 and 1" if name in _SHARES else f"{least} or more"
                raise ContentError(
                    f"audience_assumptions: {name.replace('_', '-')} is {value:g}. Change it to {limits}."
                )

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """Take the numbers by their ids in the table, such as "friends-per-friend", ignoring others.

        Raises ContentError if one is missing.
        """
        ids = {name: name.replace("_", "-") for name in cls.__dataclass_fields__}
        if missing := [name for name in ids.values() if name not in values]:
            raise ContentError(
                f"audience_assumptions: add a row with the id {missing[0]}, which the model needs."
            )
        return cls(**{name: values[row] for name, row in ids.items()})

    @property
    def new_through_one(self) -> float:
        """How many additional people one person brings: friends-per-friend * (1 - overlap)."""
        return self.friends_per_friend * (1 - self.overlap)


@dataclass(frozen=True, slots=True)
class PostAudience:
    """The properties of a post that determine its audience.

    `tagged` people are among the `friends`, so there are at most as many. `screenshot` and `reshare` are one
    of each, by one person. Raises ValueError for an impossible number.
    """

    reach: Reach
    friends: int
    tagged: int = 0
    screenshot: bool = False
    reshare: bool = False

    def __post_init__(self) -> None:
        """Refuse an impossible number of people."""
        if not 0 <= self.tagged <= self.friends:
            raise ValueError(f"Of {self.friends} friends, {self.tagged} can't be tagged.")


def audience(post: PostAudience, given: Assumptions) -> dict[Group, int]:
    """Count the people who could come to see a post, for each group and each person once.

    - nobody: only you, whatever else is chosen, since nobody else can open the post to pass it on.
    - some friends: friends * close-friends-share, or the tagged people where these are more.
    - friends: all friends. friends of friends: all friends, and friends * new.
    - each person tagged: new * tag-reach; none under friends of friends, where they are counted already.
    - a re-share: new * reshare-reach. A screenshot: screenshot-group.
    - anyone: public-stands-for, to which nothing is added.

    Halves are rounded up. All groups together are never more than public-stands-for.
    """
    counts: dict[Group, int] = dict.fromkeys(GROUPS, 0)
    counts["you"] = 1
    if post.reach != "nobody":
        first = _friends_at_first(post, given)
        counts["tagged"] = post.tagged
        counts["friends"] = first - post.tagged
        if post.reach == "anyone":
            counts["anyone"] = _people(given.public_stands_for)
        else:
            counts |= _further(post, given)
    return _at_most(counts, _people(given.public_stands_for))


def audience_table(reaches: Iterable[Reach], given: Assumptions) -> "pd.DataFrame":
    """Count the audience of every possible post: one column for each group, one row for each post.

    The index has the posts, with a level for each field of `PostAudience`. It is the cross join of `reaches`,
    `FRIENDS`, `TAGGED`, no screenshot and one, no re-share and one, in this order: the last changes fastest.
    pandas is imported here, so that a page without this exercise does not pay for it.
    """
    import pandas as pd  # noqa: PLC0415 -- late, as the docstring says

    cases = pd.DataFrame({"reach": list(reaches)})
    choices = {"friends": FRIENDS, "tagged": TAGGED, "screenshot": (False, True), "reshare": (False, True)}
    for name, values in choices.items():
        cases = cases.merge(pd.DataFrame({name: values}), how="cross")
    counts = [audience(PostAudience(*case), given) for case in cases.itertuples(index=False, name=None)]
    return pd.DataFrame(counts, index=pd.MultiIndex.from_frame(cases), columns=list(GROUPS))


def _friends_at_first(post: PostAudience, given: Assumptions) -> int:
    """Count the friends who can open the post, the tagged among them."""
    if post.reach == "some friends":
        return max(_people(post.friends * given.close_friends_share), post.tagged)
    return post.friends


def _further(post: PostAudience, given: Assumptions) -> dict[Group, int]:
    """Count the people who see it through somebody else, if a setting hides the post from most people."""
    new = given.new_through_one
    wide = post.reach == "friends of friends"
    return {
        "friends_of_friends": _people(post.friends * new) if wide else 0,
        "friends_of_tagged": 0 if wide else _people(post.tagged * new * given.tag_reach),
        "friends_of_resharer": _people(new * given.reshare_reach) if post.reshare else 0,
        "screenshot_group": _people(given.screenshot_group) if post.screenshot else 0,
    }


def _people(number: float) -> int:
    """Round to whole people, halves up, without the last digits that a product such as 0.3 * 120 brings."""
    return math.floor(round(number, 6) + 0.5)


def _at_most(counts: Mapping[Group, int], top: int) -> dict[Group, int]:
    """Cap the counts in the group in which their sum reaches `top`."""
    left = top
    cut: dict[Group, int] = {}
    for group, count in counts.items():
        cut[group] = min(count, left)
        left -= cut[group]
    return cut
