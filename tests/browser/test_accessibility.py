"""What machines can check of WCAG 2.2 AA, in both themes; and the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.lab import Lab


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/s/reserved-five",
        "/lessons/queue-scaling",
        "/model/assumptions",
        "/keys",
        "/docs/reference/cli",
        "/search?q=throtle",
        "/lab/new?scenario=reserved-five",
    ],
)
def test_axe_finds_nothing(page, server, path):
    page.goto(server.url(path))
    expect(page.locator("body")).to_be_visible()
    if path.startswith("/lab"):
        Lab(page, server.url("")).ready()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert violations_in_both_themes(page) == []


def test_axe_finds_nothing_in_a_lab_in_use(page, server, small):
    """A finished run with its tables open, a node inspected, and a knob in error."""
    lab = Lab(page, server.url("")).open(f"/lab/{small}")
    lab.expect_finished()
    lab.set_field("worker.reserved_concurrency", "many")
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.get_by_role("region", name="Timelines as a table")).to_be_visible()
    lab.node("worker").click()
    expect(page.locator(".inspector")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_the_theme_button_changes_the_theme_and_is_remembered(still):
    page = still.page
    html = page.locator("html")
    expect(html).to_have_attribute("data-theme", "light")
    for name in ("System theme", "Light theme"):
        page.get_by_role("button", name=name).click()
    expect(html).to_have_attribute("data-theme", "dark")
    page.reload()
    still.ready()
    expect(html).to_have_attribute("data-theme", "dark")


def test_tab_reaches_everything_and_leaves_again(lab, small):
    """Each stop once, none hidden, and the way out at the end."""
    page = lab.open(f"/lab/{small}").page
    lab.expect_finished()
    seen: list[str] = []
    describe = """() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const box = e.getBoundingClientRect();
        e.dataset.stop ??= String(document.querySelectorAll('[data-stop]').length);
        const area = e.closest('#lab-header, #lab-knobs, #content, #lab-rail, #lab-transport');
        const shown = box.width > 0 && e.checkVisibility({checkVisibilityCSS: true});
        return [e.dataset.stop, area?.id ?? '', shown ? 'shown' : 'hidden: ' + e.outerHTML];
    }"""
    areas: list[str] = []
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(describe)
        if stop is None or stop[0] in seen:
            break
        seen.append(stop[0])
        areas.append(stop[1])
        assert stop[2] == "shown"
    else:
        pytest.fail("no way out after 300 stops")
    order = [area for i, area in enumerate(areas) if area and area not in areas[:i]]
    assert order == ["lab-header", "lab-knobs", "content", "lab-rail", "lab-transport"]
    missed = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, select, [tabindex="0"]')]
            .filter(e => e.tabIndex >= 0 && e.checkVisibility({checkVisibilityCSS: true})
                && !e.disabled && !e.closest('dialog') && !e.dataset.stop)
            .map(e => e.outerHTML)"""
    )
    assert missed == []


def test_help_lists_the_keys_and_turns_them_off(still):
    lab, page = still, still.page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("play or pause")
    page.keyboard.press("]")
    page.get_by_label("Single-key commands are on").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(lab.clock).to_have_text("0:00.00")
    page.keyboard.press("]")
    page.keyboard.press("t")
    expect(lab.clock).to_have_text("0:00.00")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single-key commands are on").check()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("]")
    expect(lab.clock).not_to_have_text("0:00.00")


def test_the_menu_of_all_pages_has_its_own_keys(still):
    """Escape closes it, and nothing of the lab."""
    lab, page = still, still.page
    lab.node("worker").click()
    menu = page.get_by_role("button", name="Menu: all pages")
    menu.focus()
    page.keyboard.press("Enter")
    pages = page.get_by_role("navigation", name="Site")
    expect(pages).to_be_visible()
    page.keyboard.press("Tab")
    expect(pages.get_by_role("link", name="Gallery")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pages).to_be_hidden()
    expect(menu).to_be_focused()
    expect(page.locator(".inspector")).to_be_visible()
    menu.click()
    pages.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keys of the lab")


def test_the_topology_by_arrow_keys(still):
    lab, page = still, still.page
    nodes = page.locator(".node")
    nodes.first.focus()
    first = nodes.first.get_attribute("data-id")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second not in (None, first)
    page.keyboard.press("Enter")
    expect(page.locator(".inspector")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".inspector")).to_be_hidden()
    expect(lab.node(second)).to_be_focused()
