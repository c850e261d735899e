/** A canvas layer: sized in CSS pixels, at most two device pixels each, decorative to readers. */

const RATIO_CAP = 2;
let enlarged = 1;

/** How much larger than its own pixels the page is shown. */
export function setEnlarged(factor: number): void {
  enlarged = factor;
}

export function pixelRatio(): number {
  return Math.min(RATIO_CAP, (globalThis.devicePixelRatio || 1) * enlarged);
}

export class Layer {
  readonly canvas: HTMLCanvasElement;
  /** Absent where there is no canvas (tests without a browser). */
  readonly context: CanvasRenderingContext2D | null;
  width = 0;
  height = 0;
  ratio = 1;

  constructor(className: string) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = className;
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = hasCanvas() ? this.canvas.getContext("2d") : null;
  }

  /** Takes on a size; says whether anything changed (a changed canvas is empty). */
  resize(width: number, height: number): boolean {
    const ratio = pixelRatio();
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return true;
  }

  clear(): void {
    this.context?.clearRect(0, 0, this.width, this.height);
  }
}

/** jsdom has the element and not its context; asking it prints a complaint. */
function hasCanvas(): boolean {
  return typeof Path2D !== "undefined";
}
