"""The parts that every page is built from say the same thing the same way everywhere."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import util
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from calc.money import Money
from salesperf.web import fields, format, marks, svg
from salesperf.web.difference import changes, difference
from salesperf.web.listing import Listing
from salesperf.web.parts import NextStep

TODAY = date(2017, 11, 16)
ROOT = Path(settings.BASE_DIR)


def page(source: str, address: str = "/", **context: object) -> str:
    """Render a piece of a template as a page of that address would."""
    request = RequestFactory().get(address)
    return Template(source).render(RequestContext(request, context)).strip()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "decimals", "shown"),
        [
            (Decimal("0.50"), None, "0.5"),
            (Decimal("98"), None, "98"),
            (Decimal("1E+2"), None, "100"),
            (8800, None, "8,800"),
            (Decimal("2"), 1, "2.0"),
            (Decimal("-1103.00"), 2, "−1,103.00"),
            (Decimal("-0.001"), 2, "0.00"),
            (Decimal("0.125"), 2, "0.13"),
            (0, None, "0"),
            (None, None, "none yet"),
        ],
    )
    def test_a_quantity_is_grouped_and_keeps_no_empty_zeros(self, value, decimals, shown):
        assert format.number(value, decimals) == shown

    @pytest.mark.parametrize(
        ("value", "options", "shown"),
        [
            (Money(185696, "USD"), "", "1,856.96"),
            (Money(185696, "USD"), "currency", "1,856.96 USD"),
            (Money(185650, "USD"), "whole", "1,857"),
            (Money(1021096, "USD"), "sign", "+10,210.96"),
            (Money(-38980, "USD"), "sign", "−389.80"),
            (Money(5000, "JPY"), "currency", "5,000 JPY"),
            (Money(1234, "KWD"), "", "1.234"),
            (None, "currency", "none yet"),
        ],
    )
    def test_money_has_the_decimals_of_its_currency(self, value, options, shown):
        assert format.money(value, options) == shown

    def test_the_reader_s_language_decides_about_grouping(self):
        with translation.override("de"):
            assert format.money(Money(123456789, "EUR")) == "1.234.567,89"

    def test_percent_is_whole_unless_asked(self):
        assert format.percent(Decimal("0.602")) == "60%"
        assert format.percent(Decimal("0.602"), 1) == "60.2%"
        assert format.percent(None) == "none yet"


class TestDates:
    @pytest.mark.parametrize(
        ("day", "shown"),
        [
            (date(2017, 11, 15), "yesterday"),
            (date(2017, 11, 16), "today"),
            (date(2017, 11, 17), "tomorrow"),
            (date(2017, 11, 18), "18 Nov 2017"),
            (date(2017, 11, 5), "5 Nov 2017"),
        ],
    )
    def test_only_three_days_have_words_of_their_own(self, day, shown):
        assert format.day(day, TODAY) == shown

    def test_without_today_a_date_is_a_date(self):
        assert format.day(TODAY) == "16 Nov 2017"

    def test_the_short_form_says_the_year_when_it_is_another(self):
        assert format.day_short(date(2017, 11, 24), TODAY) == "24 Nov"
        assert format.day_short(date(2018, 1, 12), TODAY) == "12 Jan 2018"

    def test_a_range_says_once_what_both_ends_share(self):
        assert format.day_range(date(2017, 11, 13), date(2017, 11, 17)) == "13 to 17 November 2017"
        assert format.day_range(date(2017, 11, 27), date(2017, 12, 1)) == (
            "27 November to 1 December 2017"
        )

    def test_a_moment_is_shown_where_the_reader_is(self):
        moment = datetime(2017, 11, 15, 23, 30, tzinfo=UTC)
        with timezone.override("Europe/Vienna"):
            assert format.moment(moment, TODAY) == "today, 00:30"
            assert format.day(moment) == "16 Nov 2017"

    def test_nothing_known_is_said_in_words(self):
        assert format.day(None) == format.clock(None) == format.moment(None) == "none yet"

    def test_initials_are_of_the_first_and_the_last_name(self):
        assert format.initials("Rhea Anna Solbergh") == "RS"
        assert format.initials("Rhea") == "R"
        assert format.initials(" ") == ""


class TestMarks:
    @pytest.mark.parametrize("key", list(marks.STATUSES))
    def test_every_status_has_a_shape_of_the_sprite_and_a_word(self, key):
        html = marks.status(key)
        assert words(html) == str(marks.STATUSES[key].word)
        shape = re.search(r"#([\w-]+)", html)[1]
        assert f'<symbol id="{shape}"' in (ROOT / "static/icons.svg").read_text()

    def test_shapes_differ_so_that_colour_is_not_needed(self):
        shapes = [one.shape for one in marks.STATUSES.values()]
        assert len(set(shapes)) == len(shapes)

    def test_another_word_is_escaped(self):
        assert "<b>" not in marks.status("behind", "<b>late</b>")

    def test_an_icon_alone_says_its_label_and_one_beside_words_is_silent(self):
        assert 'role="img" aria-label="Imported"' in marks.icon("imported", label="Imported")
        assert 'aria-hidden="true"' in marks.icon("imported")

    def test_a_level_shows_what_is_there_and_what_is_needed(self):
        html = marks.level(2, 3)
        assert re.findall(r'class="(has|needs|free)"', html) == [
            "has",
            "has",
            "needs",
            "free",
            "free",
        ]
        assert words(html) == "2, needs 3"
        assert words(marks.level(None, 3)) == "not rated, needs 3"

    def test_a_smart_standard_is_one_word_and_another_names_its_letters(self):
        assert words(marks.smart_letters("")) == "SMART"
        html = marks.smart_letters("AT")
        assert html.count('class="fails"') == 2
        assert "Attainable: not yet" in html
        assert "Specific: yes" in html


class TestDifference:
    def test_what_went_is_struck_and_what_came_is_underlined(self):
        html = difference("at least 74,000 USD", "at least 78,000 USD")
        assert html == (
            'at least <del><span class="unseen">was </span>74,000</del> '
            '<ins><span class="unseen">is now </span>78,000</ins> USD'
        )

    def test_changes_around_one_word_are_one_passage(self):
        assert changes("from October to December 2017.", "from January to March 2018.") == [
            ("from ", "from "),
            ("October to December 2017", "January to March 2018"),
            (".", "."),
        ]

    @pytest.mark.parametrize(
        ("old", "new"),
        [("", ""), ("", "new"), ("old", ""), ("a b c", "c b a"), ("one two", "one  two three ")],
    )
    def test_both_texts_can_be_read_back(self, old, new):
        passages = changes(old, new)
        assert "".join(gone for gone, _ in passages) == old
        assert "".join(come for _, come in passages) == new

    def test_the_same_text_has_no_marks(self):
        assert difference("No change.", "No change.") == "No change."

    def test_what_people_wrote_is_never_markup(self):
        assert "<i>" not in difference("<i>a</i>", "<i>b</i>")


class TestCharts:
    def test_a_chart_says_its_sentence(self):
        html = svg.trend([1, 2, 3], standard=2, label="Three weeks, rising")
        assert 'role="img" aria-label="Three weeks, rising"' in html
        assert 'class="expected"' in html

    def test_a_gap_in_the_values_is_a_gap_in_the_line(self):
        assert svg.trend([1, 2, None, 3, 4]).count("<polyline") == 2

    def test_nothing_to_show_draws_nothing(self):
        assert svg.trend([None]) == svg.pace([], []) == svg.strip([]) == ""

    def test_a_flat_line_is_drawn_in_the_middle(self):
        assert 'points="4.0,12.0 114.0,12.0"' in svg.trend([5, 5])

    @pytest.mark.parametrize(
        ("done", "target", "width"),
        [(71, 100, "71.0%"), (Decimal("1.5"), 2, "75.0%"), (150, 100, "100.0%")],
    )
    def test_a_bar_is_done_over_target_and_never_longer_than_its_track(self, done, target, width):
        assert f'class="done" x="0" y="3" width="{width}"' in svg.bar_mark(done, target)

    @pytest.mark.parametrize(
        ("done", "target"), [(0, 100), (None, 100), (5, 0), (5, None), (-3, 9)]
    )
    def test_a_bar_without_a_share_is_only_its_track(self, done, target):
        assert 'class="done"' not in svg.bar_mark(done, target)

    @pytest.mark.parametrize(
        "html",
        [
            svg.trend([1, 2], standard=1),
            svg.pace([0, 1], [0, 2]),
            svg.bar_mark(1, 2, mark=1),
            svg.strip([1, 2], mine=[3], target=2),
            svg.dot_interval((1, 2, 3), (2, 3, 4), 0, 5),
        ],
    )
    def test_no_chart_carries_a_style_or_a_colour(self, html):
        assert "style=" not in html
        assert not re.search(r"#[0-9a-f]{3,6}\b", html)


class TestLists:
    def listing(self, sort: str) -> Listing:
        return Listing(page=Paginator(range(120), 50).get_page(2), sort=sort, rows=None)

    def test_a_sorted_head_says_so_and_turns_around(self):
        html = page(
            '{% sort_head "value" "Value" "num" %}',
            "/deals/?office=Central&page=3",
            listing=self.listing("-value"),
        )
        assert 'aria-sort="descending"' in html
        assert 'href="?office=Central&amp;sort=value"' in html
        assert 'class="num"' in html

    def test_words_sort_upwards_first_and_figures_downwards(self):
        listing = self.listing("-value")
        assert "sort=name" in page('{% sort_head "name" "Name" %}', listing=listing)
        assert "sort=-won" in page('{% sort_head "won" "Won" "num" %}', listing=listing)
        assert "aria-sort" not in page('{% sort_head "name" "Name" %}', listing=listing)

    def test_paging_says_where_one_is_and_keeps_the_filters(self):
        html = page("{% paging listing.page %}", "/deals/?q=a&page=2", listing=self.listing("x"))
        assert words(html) == "51 to 100 of 120 Previous 50 Next 20"
        assert 'href="?q=a&amp;page=1"' in html
        assert 'href="?q=a&amp;page=3"' in html

    def test_an_empty_list_has_no_paging(self):
        assert page("{% paging p %}", p=Paginator([], 50).get_page(1)) == ""

    def test_a_filter_can_be_taken_out_alone(self):
        html = page('{% filter_tag "Central" drop="office" %}', "/deals/?office=1&q=x&page=2")
        assert 'href="?q=x"' in html
        assert 'aria-label="Remove the filter Central"' in html


class Goal(forms.Form):
    target = forms.CharField(label="Target", help_text="In whole USD")
    due = forms.DateField(label="Due", required=False)
    source = forms.ChoiceField(
        choices=[("deals", "Deals"), ("log", "Log")], widget=forms.RadioSelect
    )
    share = forms.BooleanField(label="Share", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class TestForms:
    def test_a_field_has_its_label_hint_and_error_in_this_order_and_points_at_them(self):
        html = page("{% field form.target %}", form=Goal({"target": ""}))
        order = [html.index(part) for part in ("<label", "In whole USD", "<input", "field-error")]
        assert order == sorted(order)
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="id_target_helptext id_target_error"' in html
        assert 'id="id_target_helptext"' in html
        assert 'id="id_target_error"' in html

    def test_what_was_typed_survives_and_is_escaped(self):
        html = page("{% field form.due %}", form=Goal({"due": '31.2."><script>'}))
        assert "31.2.&quot;&gt;&lt;script&gt;" in html

    def test_a_field_that_may_stay_empty_says_so(self):
        assert "optional" in page("{% field form.due %}", form=Goal())
        assert "optional" not in page("{% field form.target %}", form=Goal())
        assert "optional" not in page("{% field form.share %}", form=Goal())

    def test_choices_are_a_group_with_a_legend(self):
        html = page("{% field form.source %}", form=Goal({}))
        assert "<fieldset" in html
        assert html.count('type="radio"') == 2
        assert 'aria-describedby="id_source_error"' in html

    def test_the_summary_leads_to_each_field_once(self):
        form = Goal({"target": "", "due": "31.2."})
        html = page("{% error_summary form %}", form=form)
        assert "3 things need you" in html
        assert re.findall(r'href="#([\w-]+)"', html) == ["id_target", "id_due", "id_source_0"]

    def test_a_form_without_problems_has_no_summary(self):
        assert page("{% error_summary form %}", form=Goal()) == ""

    def test_formsets_and_forms_share_one_summary(self):
        goals = forms.formset_factory(Goal, extra=0)(
            {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-source": "deals"}
        )
        found = fields.problems(Goal({"target": "x", "source": "log"}), goals)
        assert [(one.label, one.field_id) for one in found] == [("Target", "id_form-0-target")]

    def test_crispy_forms_look_like_all_others(self):
        html = page("{% load crispy_forms_tags %}{{ form|crispy }}", form=Goal({"due": "x"}))
        assert 'class="field-error" id="id_due_error"' in html
        assert "data-error-summary" in html
        assert 'type="hidden" name="token"' in html

    def test_a_form_keeps_its_one_time_key_when_it_comes_back_with_errors(self):
        request = RequestFactory().post("/", {"form_key": "abc"})
        html = Template("{% form_key %}").render(RequestContext(request))
        assert 'value="abc"' in html

    def test_a_fresh_form_has_a_fresh_key(self):
        first, second = page("{% form_key %}"), page("{% form_key %}")
        assert first != second
        assert len(re.search(r'value="([^"]+)"', first)[1]) >= 32


class TestParts:
    def test_the_next_bar_names_the_act_the_reason_and_the_button(self):
        step = NextStep("Fill in today.", "27 calls came in.", "/week/", "Go to Thursday")
        html = page("{% next_bar step %}", step=step)
        assert words(html) == "Next Fill in today. 27 calls came in. Go to Thursday"
        assert '<a class="btn btn-main" href="/week/">' in html

    def test_a_next_act_that_changes_something_is_a_form(self):
        step = NextStep("Sign.", url="/signature/", button="Sign it", post=True, main=False)
        html = page("{% next_bar step %}", step=step)
        assert '<form method="post" action="/signature/">' in html
        assert "btn-main" not in html

    def test_with_nothing_to_do_the_bar_is_calm(self):
        html = page("{% next_bar step %}", step=NextStep("Nothing waits for you."))
        assert "next-rest" in html
        assert "<a" not in html

    def test_an_act_done_on_the_page_itself_is_no_rest(self):
        html = page("{% next_bar step %}", step=NextStep("Look, then import.", elsewhere=True))
        assert "next-rest" not in html

    def test_shared_and_private_notes_differ_in_words_shape_and_icon(self):
        shared = page('{% note_shared "Rhea and you" %}We agree.{% endnote_shared %}')
        private = page('{% note_private also="Not Rhea" %}Ask first.{% endnote_private %}')
        assert words(shared) == "Shared: Rhea and you read this We agree."
        assert words(private) == "Private: only you. Not Rhea Ask first."
        assert "note-private" in private
        assert "#lock-fill" in private
        assert "note-private" not in shared

    def test_what_stands_in_a_note_is_escaped(self):
        html = page("{% note_private %}{{ text }}{% endnote_private %}", text="<script>")
        assert "&lt;script&gt;" in html

    def test_a_button_that_is_not_possible_yet_gives_its_reason(self):
        html = page('{% not_yet "Submit" "on Friday" %}')
        assert 'aria-disabled="true"' in html
        assert words(html) == "Submit on Friday"

    def test_a_stepper_says_which_steps_are_done(self):
        html = page('{% stepper 2 "File" "Check" "Import" %}')
        assert words(html) == "File done Check Import"
        assert html.count('aria-current="step"') == 1

    def test_a_dialog_is_named_by_its_title(self):
        html = page('{% dialog "close" "Close October?" %}30 statements.{% enddialog %}')
        assert '<dialog class="dialog" id="close" aria-labelledby="close-head">' in html
        assert "30 statements." in html


@pytest.fixture
def patterns(cast, client_for):
    return client_for(cast.rep).get("/patterns/")


class TestThePatternsPage:
    def test_everybody_who_is_signed_in_may_see_it(self, cast, client_for):
        for person in (cast.rep, cast.hr, cast.administrator):
            assert client_for(person).get("/patterns/").status_code == 200

    def test_a_stranger_is_asked_to_sign_in(self, client, db):
        assert client.get("/patterns/").status_code == 302

    def test_it_only_reads(self, cast, client_for):
        assert client_for(cast.rep).post("/patterns/").status_code == 405

    def test_it_shows_every_status(self, patterns):
        for one in marks.STATUSES.values():
            assert str(one.word) in patterns.content.decode()

    def test_every_icon_it_uses_is_in_the_sprite(self, patterns):
        sprite = (ROOT / "static/icons.svg").read_text()
        for name in set(re.findall(r"icons\.svg#([\w-]+)", patterns.content.decode())):
            assert f'id="{name}"' in sprite, name

    def test_ids_are_there_once(self, patterns):
        ids = re.findall(r'\sid="([^"]+)"', patterns.content.decode())
        assert len(ids) == len(set(ids))

    def test_the_window_is_named_after_the_page(self, patterns):
        assert (
            "<title>Every component in every state · SalesPerf</title>" in patterns.content.decode()
        )

    def test_it_asks_for_at_most_twelve_things(self, patterns):
        asked = re.findall(r'(?:src|href)="(/static/[^"#]+)', patterns.content.decode())
        fonts_and_page = 2
        assert len(set(asked)) + fonts_and_page <= 12


class TestTheme:
    def test_the_choice_is_kept_and_the_server_says_it_on_the_next_page(self, cast, client_for):
        browser = client_for(cast.rep)
        answer = browser.post("/theme/", {"theme": "dark", "next": "/patterns/"})
        assert answer.headers["Location"] == "/patterns/"
        assert answer.cookies["theme"].value == "dark"
        assert 'data-bs-theme="dark"' in browser.get("/patterns/").content.decode()

    def test_as_the_system_says_leaves_no_mark(self, cast, client_for):
        browser = client_for(cast.rep)
        browser.post("/theme/", {"theme": "dark"})
        browser.post("/theme/", {"theme": "auto"})
        assert "data-bs-theme" not in browser.get("/patterns/").content.decode()

    @pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", ""])
    def test_it_never_leads_to_another_site(self, cast, client_for, back):
        answer = client_for(cast.rep).post("/theme/", {"theme": "light", "next": back})
        assert answer.headers["Location"] == "/"

    def test_it_is_no_link(self, cast, client_for):
        assert client_for(cast.rep).get("/theme/").status_code == 405


class TestTheFiles:
    def test_the_bundles_hold_what_their_parts_say(self):
        spec = util.spec_from_file_location("bundle", ROOT / "scripts/bundle.py")
        bundle = util.module_from_spec(spec)
        spec.loader.exec_module(bundle)
        for path, make in bundle.BUNDLES.items():
            assert path.read_text() == make(), f"{path.name} is stale: run scripts/bundle.py"

    def test_every_part_is_in_a_bundle(self):
        source = (ROOT / "scripts/bundle.py").read_text()
        parts = [*(ROOT / "static/css").glob("*.css"), *(ROOT / "static/js/core").glob("*.js")]
        assert [part.name for part in parts if f'"{part.stem}"' not in source] == []

    def test_a_behaviour_is_small(self):
        for module in (ROOT / "static/js/core").glob("*.js"):
            assert len(module.read_text().splitlines()) < 80, module.name

    def test_colours_are_named_only_in_the_tokens(self):
        for part in (ROOT / "static/css").glob("*.css"):
            if part.name != "tokens.css":
                found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", part.read_text())
                assert found == [], part.name

    def test_vendored_parts_carry_their_licence(self):
        for folder in (ROOT / "static/vendor").iterdir():
            assert (folder / "LICENSE").exists(), folder.name

    def test_the_error_page_of_our_own_faults_needs_nothing(self):
        html = Template((ROOT / "templates/500.html").read_text()).render(Context())
        assert "Something broke on our side" in html
