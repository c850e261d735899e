"""axe-core on a page, under the page's own Content-Security-Policy."""

from pathlib import Path

from playwright.sync_api import Page, expect

SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """([tags, rules]) => axe.run(document, {
  runOnly: tags, resultTypes: ['violations'],
  rules: Object.fromEntries(rules.map(rule => [rule, {enabled: true}])),
})"""


def violations(page: Page, *more: str) -> list[str]:
    """What breaks a rule, and where: empty when all is well. ``more`` names rules beyond AA."""
    if page.evaluate("!window.axe"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [TAGS, more])["violations"]
    return [f"{rule['id']}: {place(node)}" for rule in found for node in rule["nodes"]]


def violations_in_both_themes(page: Page) -> list[str]:
    """The same in light and dark, which a page takes from the system while it is open."""
    found = []
    for theme in ("light", "dark"):
        # Nothing is on its way from one colour to another.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert dark is (theme == "dark")
        if page.locator("html[data-theme]").count():
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {one}" for one in violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def place(node: dict) -> str:
    return f"{' '.join(map(str, node['target']))} ({node['failureSummary']})"
