/** Sizes of elements as the browser lays them out, and places in them. */

export type Measured = (width: number, height: number) => void;

/** Where the pointer is in an element, in the element's own pixels: the page may be shown enlarged. */
export function pointIn(element: HTMLElement, event: MouseEvent): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  const own = element.offsetWidth / box.width || 1;
  return { x: (event.clientX - box.left) * own, y: (event.clientY - box.top) * own };
}

/** Says whether an element is in sight, now and whenever that changes; returns the way to stop. */
export function inSight(element: Element, told: (seen: boolean) => void): () => void {
  if (typeof IntersectionObserver === "undefined") return () => undefined;
  const observer = new IntersectionObserver((entries) => told(entries.at(-1)!.isIntersecting));
  observer.observe(element);
  return () => observer.disconnect();
}

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
