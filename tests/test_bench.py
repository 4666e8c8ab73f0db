"""The benchmark reaches every page; what it measures is no matter of tests."""

from bench.samples import NOT_PAGES, PARAMETERS, addresses
from bench.weight import imports_of


def test_every_parameter_of_an_address_has_a_sample():
    parameters = {each for _, pattern in addresses() for each in pattern.pattern.converters}
    assert sorted(parameters - set(PARAMETERS) - {"key"}) == []


def test_what_is_left_out_is_there():
    assert sorted(NOT_PAGES - {name for name, _ in addresses()}) == []


def test_style_sheets_bring_their_fonts(tmp_path, settings):
    settings.STATIC_ROOT, settings.STATIC_URL = tmp_path, "/static/"
    (tmp_path / "a.css").write_text(
        '@import "b.css"; @font-face { src: url("latin.woff2"); unicode-range: U+0000-00FF; }'
        '@font-face { src: url("greek.woff2"); unicode-range: U+0370-03FF; }'
    )
    assert imports_of("/static/a.css") == ("/static/b.css", "/static/latin.woff2")


def test_modules_bring_their_imports(tmp_path, settings):
    settings.STATIC_ROOT, settings.STATIC_URL = tmp_path, "/static/"
    (tmp_path / "m.js").write_text('import { a } from "./n.js";\nimport "../x.js"')
    assert imports_of("/static/m.js") == ("/static/n.js", "/x.js")
