"""Rules on templates: the strict content security policy, translation, markup."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from tests.conventions.rule import Finding, Rule, page_files, template_files


def lines_matching(pattern: str, what: str, flags: int = 0) -> Callable[[str], list[Finding]]:
    """A check that finds each match of a pattern, also across lines."""
    compiled = re.compile(pattern, flags)

    def check(source: str) -> list[Finding]:
        source = without_comments(source)
        return [
            Finding(line_of(source, match.start()), f"{what}: {match.group(0).strip()[:60]}")
            for match in compiled.finditer(source)
        ]

    return check


def line_of(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _blank(match: re.Match[str]) -> str:
    """Keep the lines, drop the words: line numbers stay true."""
    return "\n" * match.group(0).count("\n")


def without_comments(source: str) -> str:
    source = re.sub(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", _blank, source, flags=re.S)
    return re.sub(r"\{#.*?#\}", "", source)


# --- strict content security policy ------------------------------------------------------------

NO_INLINE_STYLE = Rule(
    name="no inline style",
    says="style-src is 'self': the browser drops inline styles. Sizes come from classes and tokens.",
    files=template_files,
    check=lines_matching(r"<[^>]*\sstyle\s*=|<style\b", "inline style", re.I),
    bad=('<p style="color: red">', "<p\n  class='x'\n  STYLE='a'>", "<style>p {}</style>"),
    good=('<p class="style-guide">', '<link rel="stylesheet" href="x">'),
)

NO_INLINE_SCRIPT = Rule(
    name="no inline script",
    says="script-src is 'self': behaviour lives in static/js, one file each.",
    files=template_files,
    check=lines_matching(
        r"<script(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)"
        r"|<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=|javascript:|\bhx-(?:vals|headers)=.js:",
        "inline script",
        re.I,
    ),
    bad=(
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<form hx-on:submit="go()">',
        """<p hx-vals='js:{a: 1}'>""",
    ),
    good=(
        '<script src="x.js" type="module"></script>',
        '<script type="application/json" id="a">{}</script>',
        '<p class="once" data-on="x">',
    ),
)

ESCAPED = Rule(
    name="everything is escaped",
    says="What people typed is shown as they typed it, never as markup.",
    files=template_files,
    check=lines_matching(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off", "not escaped"),
    bad=("{{ note.text|safe }}", "{{ texts | safeseq }}", "{% autoescape off %}"),
    good=("{{ note.text|linebreaks }}", "{{ deal.safe_name }}"),
    exceptions={},
)


def _form_tokens(source: str) -> list[Finding]:
    source = without_comments(source)
    findings = []
    for form in re.finditer(r"<form\b[^>]*>.*?</form>", source, re.S | re.I):
        text = form.group(0)
        posts = re.search(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post", text, re.I)
        if posts and not re.search(r"\{%\s*(?:csrf_token|crispy)\b", text):
            findings.append(Finding(line_of(source, form.start()), "form without {% csrf_token %}"))
    return findings


FORMS_CARRY_TOKENS = Rule(
    name="forms that post carry their token",
    says="Another site must not be able to post for the reader.",
    files=page_files,
    check=_form_tokens,
    bad=('<form method="post"><button>Go</button></form>',),
    good=(
        '<form method="post">{% csrf_token %}<button>Go</button></form>',
        '<form method="get"><input name="q"></form>',
    ),
)

NO_POST_BY_GET = Rule(
    name="links only read",
    says="A mail scanner follows links; only forms change something.",
    files=page_files,
    check=lines_matching(r"<a\b[^>]*\shx-(?:post|put|patch|delete)\s*=", "a link that writes"),
    bad=('<a href="#" hx-post="/x/">',),
    good=('<button hx-post="/x/">', '<a href="/x/" hx-get="/x/">'),
)

LINKS_WORK_WITHOUT_SCRIPT = Rule(
    name="links work without JavaScript",
    says="A fragment is a faster way to the same page, never the only one.",
    files=page_files,
    check=lines_matching(
        r"<a\b(?![^>]*\shref\s*=)[^>]*\shx-get\s*=[^>]*>", "no href beside hx-get"
    ),
    bad=('<a hx-get="/deals/">',),
    good=('<a hx-get="/deals/" href="/deals/">', '<a href="/deals/" hx-get="/deals/">'),
)

# --- words -------------------------------------------------------------------------------------

TRIMMED = Rule(
    name="blocktranslate is trimmed",
    says="Without trimmed, the indentation of the template becomes part of the text to translate.",
    files=template_files,
    check=lines_matching(r"\{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%\}", "not trimmed"),
    bad=("{% blocktranslate %}Hello{% endblocktranslate %}", "{% blocktrans with a=b %}"),
    good=("{% blocktranslate trimmed with a=b %}", "{% blocktranslate count n=x trimmed %}"),
)

COMMENTS_ON_ONE_LINE = Rule(
    name="{# comments #} stay on one line",
    says="Django prints a {# comment #} that runs over two lines; {% comment %} holds more.",
    files=template_files,
    check=lambda source: [
        Finding(number, "this comment does not end on its line and is printed")
        for number, line in enumerate(source.splitlines(), start=1)
        if line.count("{#") != line.count("#}")
    ],
    bad=("{# Salaries of\n   the board #}",),
    good=("{# Salaries of the board #}", "{% comment %}\na\n{% endcomment %}"),
)

SPOKEN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "aria-description"}
UNSPOKEN_ELEMENTS = {"script", "svg", "code", "kbd", "samp", "style"}
# Names and signs that are the same in every language.
NOT_WORDS = {"SalesPerf", "CSV", "XLSX", "PDF", "Esc", "Enter", "Tab", "Ctrl", "SMART"}


class _Words(HTMLParser):
    """Collects the words that stand in a template as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self._unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unspoken += tag in UNSPOKEN_ELEMENTS
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self._look(value or "", f"{name} ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSPOKEN_ELEMENTS and self._unspoken:
            self._unspoken -= 1

    def handle_data(self, data: str) -> None:
        if not self._unspoken:
            self._look(data)

    def _look(self, text: str, where: str = "") -> None:
        words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NOT_WORDS]
        if words:
            line = self.getpos()[0] + text[: text.find(words[0])].count("\n")
            self.findings.append(Finding(line, f"{where}{' '.join(text.split())[:60]!r}"))


def _untranslated(source: str) -> list[Finding]:
    source = without_comments(source)
    # The words of a translated block are no loose text; an element inside it still is markup.
    source = re.sub(
        r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
        _blank,
        source,
        flags=re.S,
    )
    findings = _literal_words_of_includes(source)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", _blank, source, flags=re.S)
    parser = _Words()
    parser.feed(source)
    parser.close()
    return findings + parser.findings


def _literal_words_of_includes(source: str) -> list[Finding]:
    """``{% include … with title="Open deals" %}`` shows the words as they are."""
    findings = []
    for tag in re.finditer(r"\{%\s*include\b(.*?)%\}", source, re.S):
        for literal in re.finditer(r"\b\w+=\"([^\"]*)\"|\b\w+='([^']*)'", tag.group(1)):
            text = literal.group(1) or literal.group(2) or ""
            if re.match(r"[A-Z][a-z]", text) or (" " in text.strip() and "/" not in text):
                line = line_of(source, tag.start())
                findings.append(Finding(line, f"{literal.group(0)}: write it as _(…)"))
    return findings


TEMPLATE_WORDS_TRANSLATED = Rule(
    name="template words are translatable",
    says="Words go through gettext from the first template on.",
    files=page_files,
    check=_untranslated,
    bad=(
        "<h1>Open deals</h1>",
        '<button aria-label="Close">{{ icon }}</button>',
        "<p>{{ count }} deals</p>",
        '{% include "components/empty.html" with title="No deals yet" %}',
    ),
    good=(
        '<h1>{% translate "Open deals" %}</h1>',
        '<button aria-label="{% translate "Close" %}">×</button>',
        "<p>{% blocktranslate trimmed %}Nothing here{% endblocktranslate %}</p>",
        "<p>{{ deal.value }} · {{ deal.number }}</p>",
        '{% include "components/empty.html" with title=_("No deals yet") icon="mail" %}',
    ),
)

# --- markup ------------------------------------------------------------------------------------

HEADS_HAVE_A_SCOPE = Rule(
    name="table heads have a scope",
    says="A screen reader says which column or row a figure belongs to.",
    files=page_files,
    check=lines_matching(r"<th\b(?![^>]*\bscope\s*=)[^>]*>", "th without scope"),
    bad=("<th>Owner</th>", '<th class="num">Value</th>'),
    good=('<th scope="col">Owner</th>', "<thead><tr></tr></thead>"),
)

IMAGES_SAY_WHAT_THEY_SHOW = Rule(
    name="images say what they show",
    says="A picture without a text is not there for who cannot see it.",
    files=page_files,
    check=lines_matching(r"<img\b(?![^>]*\balt\s*=)[^>]*>", "img without alt"),
    bad=('<img src="x.png">',),
    good=('<img src="x.png" alt="">',),
)

OTHER_WINDOWS_CLOSED = Rule(
    name="links out hand nothing over",
    says="A page that opens in a new window must not reach back to ours.",
    files=page_files,
    check=lines_matching(
        r"<a\b(?=[^>]*target=.?_blank)(?![^>]*rel=[^>]*noopener)[^>]*>", "target without noopener"
    ),
    bad=('<a href="https://a.example" target="_blank">',),
    good=('<a href="https://a.example" target="_blank" rel="noopener">',),
)

TEMPLATE_RULES = (
    NO_INLINE_STYLE,
    NO_INLINE_SCRIPT,
    ESCAPED,
    FORMS_CARRY_TOKENS,
    NO_POST_BY_GET,
    LINKS_WORK_WITHOUT_SCRIPT,
    TRIMMED,
    COMMENTS_ON_ONE_LINE,
    TEMPLATE_WORDS_TRANSLATED,
    HEADS_HAVE_A_SCOPE,
    IMAGES_SAY_WHAT_THEY_SHOW,
    OTHER_WINDOWS_CLOSED,
)
