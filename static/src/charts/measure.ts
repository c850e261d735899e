/** The size of an element as the browser lays it out, told without reading layout. */

export type Measured = (width: number, height: number) => void;

/** Calls back with the content box now and whenever it changes; returns the way to stop. */
export function measure(element: Element, told: Measured): () => void {
  if (typeof ResizeObserver === "undefined") return () => undefined;
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)!.contentRect;
    told(Math.floor(box.width), Math.floor(box.height));
  });
  observer.observe(element);
  return () => observer.disconnect();
}
