/** The rule at the playhead, in one sentence with numbers and its source: over the picture, at the desk and on the stage. */
import { h, setAttribute, setText } from "../../core/dom";
import type { Lab } from "../../core/lab";
import type { Panel, View } from "../../core/panel";
import { sentenceAt, type Sentence } from "./binding";
import "./sentence.css";

const EVERY_MS = 250;
const NOTHING = "No limit binds now.";
const NOT_YET = "Nothing is observed yet.";
const ASKED = "The rule behind it is said once the answer is revealed.";

/** A rule that somebody states, in the place of the one that binds: of a lesson's step. */
export interface Stated {
  readonly text: string;
  readonly url: string;
  readonly date: string;
}

/** `stated` comes before what the run says. */
export function createSentence(lab: Lab, stated: () => Stated | null = () => null): Panel {
  return new SentencePanel(lab, stated);
}

class SentencePanel implements Panel {
  readonly element: HTMLElement;
  private readonly whose = h("b");
  private readonly text = h("span", { class: "sentence-text" });
  private readonly link = h("a", { rel: "noopener noreferrer", target: "_blank" });
  private readonly cited = h("span");
  private readonly source = h("span", { class: "sentence-source" }, this.link, this.cited);
  private last = -Infinity;

  constructor(private readonly lab: Lab, private readonly stated: () => Stated | null) {
    this.element = h("section", { class: "lab-sentence", "aria-label": "What binds now", hidden: true }, h("p", {}, this.whose, " ", this.text, " ", this.source));
  }

  update(view: View): void {
    const now = performance.now();
    if (view.playing && now - this.last < EVERY_MS) return;
    this.last = now;
    const asked = typeof view.hidden === "number";
    this.show(asked ? null : this.wanted(view), view.store.bins > 0, asked ? ASKED : view.t < view.store.binS ? NOT_YET : NOTHING);
  }

  private wanted({ store, t, selection, spot }: View): Sentence | null {
    const rule = this.stated();
    if (rule) return { whose: "", text: rule.text, source: { words: `${rule.url ? "AWS, " : ""}${rule.date}`, title: "", url: rule.url }, tone: "found" };
    const lit = spot && (spot.kind === "node" || spot.kind === "lane") ? spot.id.split(".")[0]! : null;
    const { rules } = this.lab.data;
    return sentenceAt({ store, t, insights: this.lab.insights.value, component: lit ?? selection?.component ?? null, ...(rules ? { rules } : {}) });
  }

  /** Once a run has begun, the line keeps its place. */
  private show(said: Sentence | null, begun: boolean, otherwise: string): void {
    this.element.hidden = !begun && !said;
    setAttribute(this.element, "data-tone", said?.tone ?? "nothing");
    setText(this.whose, said?.whose ? `${said.whose}:` : "");
    setText(this.text, said?.text ?? otherwise);
    setAttribute(this.text, "title", said?.text ?? null);
    const source = said?.source ?? null;
    this.link.hidden = !source?.url;
    setText(this.link, source?.url ? source.words : "");
    setText(this.cited, source?.url ? "" : source?.words ?? "");
    setAttribute(this.link, "href", source?.url || null);
    setAttribute(this.source, "title", source?.title || null);
  }

  dispose(): void {
    this.element.remove();
  }
}
