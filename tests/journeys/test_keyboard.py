"""Signing in and getting around without a mouse."""

import pytest

from people.builders import PASSWORD

expect = pytest.importorskip("playwright.sync_api").expect


def focused(page) -> str:
    """What a screen reader would call the element that has the focus."""
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText "
        "|| document.activeElement.name || '').trim()"
    )


def tab_to(page, name: str, most: int = 40) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"{name!r} cannot be reached with {most} tabs")


def ring(page) -> str:
    return page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


def test_signing_in_and_going_around_by_keyboard(company, window):
    page = window()
    page.goto("/")
    assert "/sign-in/" in page.url

    page.get_by_label("E-mail").focus()
    page.keyboard.type(company.rep.email)
    tab_to(page, "password", most=3)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("March")

    # The first tab leads past the rail to the page.
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"

    # Every step of the rail can be reached, and shows where the focus is.
    page.reload()
    tab_to(page, "Do")
    assert ring(page) != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week")

    # The search opens with a slash.
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.matches('input')") or "/search/" in page.url


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(company, window):
    page = window()
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(company.rep.email)
    page.get_by_label("Password", exact=True).fill("not the one")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("E-mail")).to_have_value(company.rep.email)
