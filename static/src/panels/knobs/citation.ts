/** Where a number was read: as text, with AWS's own page as a link. */
import { h } from "../../core/dom";

const AWS_DOCS = /(?:https:\/\/)?(docs\.aws\.amazon\.com\/[^\s(),;]+)/;

export function cited(source: string): HTMLElement {
  const match = AWS_DOCS.exec(source);
  if (!match?.[1]) return h("span", {}, source);
  const before = source.slice(0, match.index);
  const after = source.slice(match.index + match[0].length);
  const link = h("a", { href: address(match[1]), rel: "noopener noreferrer", target: "_blank" }, match[1]);
  return h("span", {}, before, link, after);
}

/** AWS's pages end in .html, which citations leave out. */
function address(page: string): string {
  const last = page.split("/").at(-1) ?? "";
  return `https://${page}${last === "" || last.includes(".") || last.includes("#") ? "" : ".html"}`;
}
