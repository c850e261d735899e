/** What the page /keys shows is this list: `vitest run lab-keys -u` writes it anew. */
import { expect, it } from "vitest";
import { keyName } from "../../core/keyboard";
import { ELSEWHERE } from "../../panels/header/help";
import { labKeys, type Commands } from "./lab-keys";

const { bindings, elsewhere } = {
  bindings: labKeys({ lab: {}, roots: {} } as unknown as Commands).map(({ keys, label }) => ({ keys: keys.map(keyName), label })),
  elsewhere: ELSEWHERE.map(([keys, label]) => ({ keys: [keys], label })),
};

it("is what the page of keys lists", async () => {
  await expect(`${JSON.stringify({ bindings, elsewhere }, null, 1)}\n`).toMatchFileSnapshot("../../../../visualizer/keys.json");
});

it("gives no key two meanings", () => {
  const keys = bindings.flatMap((binding) => binding.keys);
  expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
});
