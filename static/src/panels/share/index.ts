/**
 * Share: the moment that is looked at, the run, the comparison with its baseline, and a link that
 * holds the inputs themselves. Opening the dialog stores nothing.
 */
import { resultUrl } from "../../core/api";
import { BadLink, configLink } from "../../core/config-link";
import type { Baseline } from "../../core/baseline";
import { h, setText } from "../../core/dom";
import { idFor } from "../../core/ids";
import { hasResult, type Lab } from "../../core/lab";
import { sameInputs } from "../../core/same-inputs";
import { copyText } from "./copying";
import { momentWords, tracesOf } from "./words";
import "./share.css";

const SAID_FOR_MS = 2500;

export interface SharePanel {
  readonly button: HTMLElement;
  open(): void;
}

export interface ShareOptions {
  readonly dialogs: HTMLElement;
  readonly lab: Lab;
  readonly base: Baseline;
  readonly origin?: string;
}

/** One link: what it is, what whoever opens it sees, or why there is none. */
interface Link {
  readonly name: string;
  readonly words: string;
  readonly url: string | null;
}

export function createShare(options: ShareOptions): SharePanel {
  const sheet = new Sheet(options);
  const button = h("button", { class: "btn share-button", type: "button", title: "Share this moment, the run, or its inputs (Y)", "aria-haspopup": "dialog", "aria-keyshortcuts": "Y" }, "Share");
  button.addEventListener("click", () => sheet.open());
  return { button, open: () => sheet.open() };
}

class Sheet {
  private readonly element: HTMLDialogElement;
  private readonly list = h("div", { class: "share-list" });
  private readonly said = h("p", { class: "share-said", role: "status" });
  private turn = 0;

  constructor(private readonly options: ShareOptions) {
    const id = idFor("share-title");
    const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
    close.addEventListener("click", () => this.element.close());
    this.element = h("dialog", { class: "sheet share", "aria-labelledby": id }, h("header", { class: "share-head" }, h("h2", { id }, "Share"), close), this.list, this.said);
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    options.dialogs.append(this.element);
  }

  open(): void {
    if (this.element.open) return;
    setText(this.said, "");
    void this.fill();
    this.element.showModal();
    this.list.querySelector<HTMLElement>("button")?.focus();
  }

  /** As things stand when it is opened; packing the inputs takes a moment. */
  private async fill(): Promise<void> {
    const turn = ++this.turn;
    const links = this.ofRun();
    this.show(links);
    const { lab } = this.options;
    if (lab.run.value !== null && hasResult(lab.end.value)) this.list.append(results(lab.run.value));
    const inputs = await this.ofInputs();
    if (turn !== this.turn) return;
    this.list.insertBefore(this.row(inputs), this.list.querySelector(".share-results"));
    if (links.length === 0) this.list.querySelector<HTMLElement>("button")?.focus();
  }

  private show(links: readonly Link[]): void {
    this.list.replaceChildren(...links.map((link) => this.row(link)));
  }

  private ofRun(): Link[] {
    const { lab, base, origin = location.origin } = this.options;
    const run = lab.run.value;
    if (run === null) return [];
    const moment = lab.viewing.hash;
    const links: Link[] = [
      { name: "This moment", words: momentWords(lab, base), url: `${origin}/lab/${run}${moment}` },
      { name: "The run", words: "From its beginning. It is kept while there is room for it; a pinned one stays.", url: `${origin}/lab/${run}` },
    ];
    const was = base.id;
    if (was !== null && was !== run) {
      const at = moment.match(/t=[\d.]+/)?.[0];
      links.push({ name: "Both runs", words: `This run beside its baseline: ${base.words.replace(/^baseline, /, "")}.`, url: `${origin}/compare?a=${was}&b=${run}${at ? `#${at}` : ""}` });
    }
    if (lab.end.value) links.push({ name: "In another page", words: "The run without knobs, to watch and to scrub: HTML for a page or a slide. It begins at this moment.", url: frameOf(`${origin}/embed/${run}${moment}`, lab.data.scenario.title) });
    return links;
  }

  private async ofInputs(): Promise<Link> {
    const { lab, origin = location.origin } = this.options;
    const inputs = lab.inputs.current.value;
    const stand = lab.run.value !== null && !sameInputs(inputs, lab.sentInputs) ? " The knobs are as they stand now, not as in the run that is shown." : "";
    const traces = tracesOf(inputs.overrides) ? " It names an uploaded trace, which only this server has, for as long as it keeps it." : "";
    const words = `All inputs are in the link itself: knobs, what is done during the run, seed and profile. Nothing is stored.${stand}${traces}`;
    try {
      return { name: "The configuration", words, url: await configLink(lab.request(inputs), origin) };
    } catch (error) {
      return { name: "The configuration", words: error instanceof BadLink ? error.message : `It cannot be put into a link: ${String(error)}`, url: null };
    }
  }

  private row({ name, words, url }: Link): HTMLElement {
    const id = idFor("share-link");
    const head = h("h3", {}, h("label", { for: id }, name));
    const about = h("p", { id: `${id}-words`, class: "quiet" }, words);
    if (url === null) return h("section", { class: "share-link" }, h("h3", {}, name), about);
    const field = h("input", { id, type: "text", class: "num", readonly: true, value: url, spellcheck: "false", "aria-describedby": `${id}-words` });
    const copy = h("button", { class: "btn", type: "button", "aria-label": `Copy: ${name.toLowerCase()}` }, "Copy");
    field.addEventListener("focus", () => field.select());
    copy.addEventListener("click", () => void this.copy(name, field, copy));
    return h("section", { class: "share-link" }, head, about, h("div", { class: "share-field" }, field, copy));
  }

  private async copy(name: string, field: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
    const done = await copyText(field);
    setText(this.said, done ? `Copied: ${name.toLowerCase()}.` : "The browser does not let this page copy. The link is selected: press Ctrl+C (on a Mac, Command C).");
    if (!done) return;
    button.focus();
    setText(button, "Copied");
    setTimeout(() => setText(button, "Copy"), SAID_FOR_MS);
  }
}

function frameOf(address: string, title: string): string {
  return h("iframe", { src: address, title, width: "1200", height: "800", loading: "lazy" }).outerHTML;
}

/** What the run came to, as files. */
function results(run: string): HTMLElement {
  const csv = resultUrl(run).replace(/json$/, "zip");
  return h("section", { class: "share-link share-results" }, h("h3", {}, "What came out"),
    h("p", { class: "quiet" }, "As files: ", h("a", { href: resultUrl(run), download: `windtunnel-${run}.json` }, "JSON"), ", or ", h("a", { href: csv, download: `windtunnel-${run}.zip` }, "CSV in a ZIP archive"), "."));
}
