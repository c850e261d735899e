/** Sentences of the core name components by their ids; on a screen they have the titles that everything else there calls them by. */
import type { Scene } from "./scene";

/** Ids as words of a sentence, not as a part of a name or of a path. */
export function titled(text: string, scene: Scene): string {
  const ids = new Set(scene.nodes.map(({ id }) => id));
  return text.replace(/(?<![\w.-])[A-Za-z][\w-]*(?![\w-]|\.\w)/g, (word) => (ids.has(word) ? scene.titleOf(word) : word));
}
