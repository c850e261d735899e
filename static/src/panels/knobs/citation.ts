/** Where a number was read: as text, with AWS's own page as a link. */
import { h } from "../../core/dom";

const AWS_DOCS = /(?:https:\/\/)?(docs\.aws\.amazon\.com\/[^\s(),;]+)/;

export interface Citation {
  readonly before: string;
  readonly link: { readonly text: string; readonly href: string } | null;
  readonly after: string;
}

export function citationOf(source: string): Citation {
  const match = AWS_DOCS.exec(source);
  if (!match?.[1]) return { before: source, link: null, after: "" };
  const after = source.slice(match.index + match[0].length);
  return { before: source.slice(0, match.index), link: { text: match[1], href: address(match[1]) }, after };
}

export function cited(source: string): HTMLElement {
  const { before, link, after } = citationOf(source);
  return h("span", {}, before, link && h("a", { href: link.href, rel: "noopener noreferrer", target: "_blank" }, link.text), after);
}

/** AWS's pages end in .html, which citations leave out. */
function address(page: string): string {
  const last = page.split("/").at(-1) ?? "";
  return `https://${page}${last === "" || last.includes(".") || last.includes("#") ? "" : ".html"}`;
}
