/** A small timeline of a component that is limited: the curve, the limit, and what was binding. */
import { Layer } from "../../charts/layer";
import { peak, points, type Frame } from "../../charts/lines";
import { palette } from "../../charts/palette";
import { paintPattern } from "../../charts/patterns";
import { horizontal, strokeLine, vertical } from "../../charts/plot";
import { niceCeiling, project } from "../../charts/scales";
import { sentence } from "../../charts/sentence";
import { moment } from "../../charts/words";
import { h, setText } from "../../core/dom";
import { formatNumber } from "../../core/format";
import { limitAt } from "../../core/instant";
import { limiterSentence } from "../../core/limiters";
import type { View } from "../../core/panel";
import type { SceneNode } from "../../core/scene";
import { pieces } from "../timelines/strip";

const HEIGHT = 72;
const STRIP = 9;

export class Mini {
  readonly layer = new Layer("mini-canvas");
  private readonly words = h("p", { class: "sr-only" });
  private readonly top = h("span", { class: "mini-top num", "aria-hidden": "true" });
  readonly element = h("div", { class: "mini" }, this.layer.canvas, this.top, this.words);
  private key = "";
  private said = -1;

  constructor(private readonly width: number) {}

  forget(): void {
    this.key = "";
  }

  update({ id: fn, title, picture }: SceneNode, view: View): void {
    const level = picture.limited?.level ?? "";
    const { store, t, range, theme } = view;
    const key = `${fn}|${store.version}|${t.toFixed(2)}|${range.t0}|${range.t1}|${theme}|${store.header?.run ?? ""}`;
    if (key === this.key) return;
    this.key = key;
    this.layer.resize(this.width, HEIGHT);
    this.draw(fn, level, view);
    if (this.said === store.version) return;
    this.said = store.version;
    const series = store.series(fn, level);
    const curve = sentence({ name: picture.rows?.find(({ limited }) => limited)?.title ?? level, values: series?.values ?? [], length: series?.length ?? 0, binS: store.binS, format: formatNumber, moment });
    setText(this.words, `${curve} ${limiterSentence(title, store, fn, moment)}`);
  }

  private draw(fn: string, level: string, { store, t, range }: View): void {
    const series = store.series(fn, level);
    const limit = limitAt(store, fn, t)?.limit ?? null;
    const largest = series ? peak(series, Math.floor(range.t0 / store.binS), Math.ceil(range.t1 / store.binS)) : 0;
    const top = niceCeiling(limit !== null && limit <= largest * 2.5 ? Math.max(largest, limit * 1.06) : largest);
    setText(this.top, series ? formatNumber(top) : "");
    const { context } = this.layer;
    if (!context) return;
    this.layer.clear();
    const colours = palette();
    const base = HEIGHT - STRIP - 4;
    const y = (value: number): number => base - Math.min(1.02, value / top) * (base - 4);
    horizontal(context, 0, this.width, base + 0.5, { colour: colours.grid, width: 1 });
    if (series) {
      const frame: Frame = { binS: store.binS, t0: range.t0, t1: range.t1, width: this.width, y };
      strokeLine(context, points(series, frame), { colour: colours.busy, width: 1.5, areaTo: base });
    }
    if (limit !== null && limit <= top) horizontal(context, 0, this.width, Math.round(y(limit)) + 0.5, { colour: colours.thr, width: 1.2, dash: [5, 4] });
    for (const { name, x0, x1 } of pieces(store, fn, range, this.width)) {
      const x = Math.max(0, Math.round(x0));
      paintPattern(context, name, { x, y: HEIGHT - STRIP, width: Math.max(1, Math.min(this.width, Math.round(x1)) - x), height: STRIP }, colours);
    }
    const x = project(t, { min: range.t0, max: range.t1 }, this.width);
    if (x >= 0 && x <= this.width) vertical(context, Math.round(x) + 0.5, 0, HEIGHT, { colour: colours.ink, width: 1.5 });
  }
}
