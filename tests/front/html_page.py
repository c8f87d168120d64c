"""Shared by the tests of readable HTML: a strict parser, and unusual texts."""

from html.parser import HTMLParser

from hypothesis import strategies as st

VOID = {"br"}
PHRASING = {"a", "br", "label", "small", "span", "strong"}
GROUPING = {
    "article", "audio", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h3", "h4", "legend", "li", "nav", "ol", "p", "section", "summary", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
HOLDS_PHRASING_ALONE = {
    "p",
    "label",
    "h3",
    "h4",
    "span",
    "small",
    "strong",
    "a",
    "dt",
    "legend",
    "caption",
    "th",
}
ATTRIBUTES = {
    "aria-hidden", "aria-label", "cite", "class", "controls", "data-behind", "data-frame", "data-grade",
    "data-here", "data-kind", "href", "id", "lang", "open", "preload", "rel", "role", "scope", "src",
    "tabindex", "target",
}  # fmt: skip

ALPHABET = st.sampled_from("<>&\"'=/`!-{}%;:x ") | st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TAGS = st.sampled_from(
    ["<script>alert(1)</script>", '" onload="x', "<!--", "]]>", "&lt;", "</article>", "<p>", "'>", "{title}"]
)
HOSTILE = st.lists(TAGS | ALPHABET, min_size=1, max_size=30).map("".join).filter(str.strip)


class Html(HTMLParser):
    """Reads HTML as a browser does, and refuses what is not balanced or not expected."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.folds = []
        self.elements = []
        self.roots = 0
        self.texts = []
        self.at_once = []  # what is seen before anything is unfolded
        self.feed(html)
        self.close()
        assert self.open == [], "left open"

    def handle_starttag(self, tag, attrs):
        assert tag in PHRASING | GROUPING
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert len({name for name, _ in attrs}) == len(attrs)
        if self.open and self.open[-1] in HOLDS_PHRASING_ALONE:
            assert tag in PHRASING, f"{tag} can't stand in {self.open[-1]}"
        self.roots += not self.open
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.folds.append(tag == "details" and "open" not in dict(attrs))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.folds.pop()

    def handle_data(self, data):
        assert self.open, f"text beside the exercise: {data}"
        self.texts.append(data)
        if "summary" in self.open or not any(self.folds):
            self.at_once.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self):
        return "".join(self.texts)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]
