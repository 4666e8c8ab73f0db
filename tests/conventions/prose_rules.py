"""Rules on what is written about the project: docs, comments, requirements."""

import re
from pathlib import Path

from tests.conventions.rule import ROOT, Finding, Rule, python_files, room_files, template_files

# Where a link of the docs may lead: sources of facts and the documentation of what we use.
KNOWN_HOSTS = {
    "127.0.0.1",
    "localhost",
    "celery.school",
    "commonmark.org",
    "csswg.org",
    "developer.mozilla.org",
    "docs.celeryq.dev",
    "docs.djangoproject.com",
    "docs.python.org",
    "docs.stripe.com",
    "getbootstrap.com",
    "github.com",
    "htmx.org",
    "import-linter.readthedocs.io",
    "owasp.org",
    "keepachangelog.com",
    "semver.org",
    "simonwillison.net",
    "spdx.org",
    "sqlite.org",
    "www.apache.org",
    "www.onetcenter.org",
    "www.postgresql.org",
    "www.sqlite.org",
    "www.w3.org",
    "creativecommons.org",
    "rsms.me",
    "openfontlicense.org",
    "scripts.sil.org",
    "icons.getbootstrap.com",
}


def doc_files() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("bench/*.md")])


def written_files() -> list[Path]:
    """Everything that people of the project wrote, tests included."""
    code = [*room_files(), *python_files("calc", "tests", "bench", "scripts")]
    more = [*ROOT.glob("*.py"), *ROOT.glob("*.toml"), *ROOT.glob("*.txt"), *ROOT.glob("*.ini")]
    js = [p for p in (ROOT / "static").rglob("*.js") if "vendor" not in p.parts]
    css = [p for p in (ROOT / "static").rglob("*.css") if "vendor" not in p.parts]
    return sorted({*code, *more, *js, *css, *template_files(), *doc_files()})


def _unfinished(source: str) -> list[Finding]:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK|lorem ipsum)\b")
    return [
        Finding(number, "finish it, or say in the docs what is left out")
        for number, line in enumerate(source.splitlines(), start=1)
        if marks.search(line)
    ]


NOTHING_UNFINISHED = Rule(
    name="nothing is left unfinished",
    says="A note to oneself in the code is a promise nobody keeps.",
    files=written_files,
    check=_unfinished,
    bad=("x = 1  # TO" + "DO later", "<p>lorem ipsum dolor</p>"),
    good=("x = 1  # the first page",),
)


def _strange_hosts(source: str) -> list[Finding]:
    findings = []
    for number, line in enumerate(source.splitlines(), start=1):
        for host in re.findall(r"https?://([\w.-]+)", line):
            known = host in KNOWN_HOSTS or host.endswith((".example", ".example.com"))
            if not known:
                findings.append(Finding(number, f"{host} is not among the sources we link to"))
    return findings


LINKS_LEAD_TO_SOURCES = Rule(
    name="links lead to sources",
    says="A link of the docs leads to the source of a fact, which is listed here once.",
    files=doc_files,
    check=_strange_hosts,
    bad=("See https://somebody.invalid/page.",),
    good=("See https://docs.djangoproject.com/en/5.2/.", "http://127.0.0.1:8000/"),
)

NO_PLACE_TO_INSTALL_FROM = Rule(
    name="requirements name no place to install from",
    says="Where packages come from is the choice of who installs them.",
    files=lambda: sorted([*ROOT.glob("requirements*.txt"), *ROOT.glob("constraints*.txt")]),
    check=lambda source: [
        Finding(number, line)
        for number, line in enumerate(source.splitlines(), start=1)
        if re.search(r"https?://|--(?:extra-)?index-url|--find-links|^-[if] ", line)
    ],
    bad=("--index-url https://somewhere.invalid/", "-f wheels/", "x @ https://a.invalid/x.whl"),
    good=("Django==5.2.19", "-r requirements.txt"),
)

PROSE_RULES = (NOTHING_UNFINISHED, LINKS_LEAD_TO_SOURCES, NO_PLACE_TO_INSTALL_FROM)
