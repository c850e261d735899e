/** What a finished run makes a million requests, and a month, cost; shown once it has ended. */
import { effect } from "@preact/signals-core";
import { dollars } from "../../charts/words";
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";
import type { Lab } from "../../core/lab";

/** The block `cost` of a result, as far as it is shown. */
export interface Cost {
  readonly usd: number;
  readonly per_million: Readonly<Record<"invocations" | "requests", number | null>>;
  readonly month: { readonly list_usd: number; readonly usd: number; readonly free_tier: boolean; readonly free_tier_usd: number };
  readonly notes?: readonly string[];
}

/** Named amounts, in the order in which they follow from each other; none where nothing is priced. */
export function billRows({ usd, per_million: million, month }: Cost): [string, string][] {
  const rows: [string, string][] = [];
  if (usd === 0) return rows;
  if (million.requests !== null) rows.push(["A million requests", dollars(million.requests)]);
  else if (million.invocations !== null) rows.push(["A million invocations", dollars(million.invocations)]);
  if (!month.free_tier) return [...rows, ["30 days at this rate", dollars(month.usd)]];
  const off = month.free_tier_usd > 0 ? `−${dollars(month.free_tier_usd)}` : "covers nothing";
  return [...rows, ["30 days at this rate", dollars(month.list_usd)], ["Free tier", off], ["30 days to pay", dollars(month.usd)]];
}

export function createBill(lab: Lab): HTMLElement {
  const list = h("dl", { class: "bill" });
  const note = h("p", { class: "quiet" });
  const id = idFor("bill-title");
  const element = h("section", { class: "rail-section rail-bill", "aria-labelledby": id, hidden: true }, h("h2", { id }, "Cost"), list, note);
  effect(() => {
    const cost = lab.end.value?.summary?.["cost"] as Cost | null | undefined;
    element.hidden = !cost;
    if (!cost) return;
    list.replaceChildren(...billRows(cost).flatMap(([name, value]) => [h("dt", {}, name), h("dd", { class: "num" }, value)]));
    note.textContent = cost.notes?.join("; ") ?? "";
    note.hidden = note.textContent === "";
  });
  return element;
}
