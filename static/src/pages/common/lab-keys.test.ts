/** What the page /keys shows is this list: `vitest run lab-keys -u` writes it anew. */
import { expect, it } from "vitest";
import { keyName } from "../../core/keyboard";
import { ELSEWHERE } from "../../panels/header/help";
import { labKeys, type Commands } from "./lab-keys";

const all = labKeys({ lab: {}, roots: {} } as unknown as Commands);
const { bindings, elsewhere } = {
  bindings: all.map(({ keys, label }) => ({ keys: keys.map(keyName), label })),
  elsewhere: ELSEWHERE.map(([keys, label]) => ({ keys: [keys], label })),
};

it("is what the page of keys lists", async () => {
  await expect(`${JSON.stringify({ bindings, elsewhere }, null, 1)}\n`).toMatchFileSnapshot("../../../../visualizer/keys.json");
});

it("gives no key two meanings at one time", () => {
  const [atTimes, always] = [all.filter(({ when }) => when), all.filter(({ when }) => !when)];
  for (const some of [atTimes, always]) {
    const keys = some.flatMap((binding) => binding.keys);
    expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
  }
  // The list says when.
  expect(atTimes.filter(({ label }) => !label.startsWith("presenting"))).toEqual([]);
});
