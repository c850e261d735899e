"""axe-core on a page, under the page's own Content-Security-Policy."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """What breaks a rule, and where: empty when all is well."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, TAGS)["violations"]
    return [f"{rule['id']}: {place(node)}" for rule in found for node in rule["nodes"]]


def place(node: dict) -> str:
    return f"{' '.join(map(str, node['target']))} ({node['failureSummary']})"
