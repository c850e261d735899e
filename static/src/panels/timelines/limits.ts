/** The limit drawn in the concurrency timeline, or echoed while its knob is being moved. */
import { formatNumber } from "../../core/format";
import type { View } from "../../core/panel";
import type { Limit } from "./rows";

export function limitOf(functions: readonly string[], view: View): Limit | null {
  if (functions.length !== 1) return null;
  const id = functions[0]!;
  const echoed = view.echo?.[`components.${id}.reserved_concurrency`] ?? view.echo?.[`${id}.reserved_concurrency`];
  if (echoed !== undefined) return { value: echoed, words: `reserved ${formatNumber(echoed)}` };
  const info = view.store.environmentsInfo(id, view.computed);
  if (!info || info.limit === null) return null;
  const by = (info.limited_by ?? "").toLowerCase();
  const name = by.includes("unreserved") ? "unreserved" : by.includes("reserved") ? "reserved" : by.includes("scaling") ? "allowed" : "account";
  return { value: info.limit, words: `${name} ${formatNumber(info.limit)}` };
}
