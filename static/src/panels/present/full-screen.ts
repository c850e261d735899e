/** The browser's full screen, where it grants it: nothing depends on that. */

export function fillScreen(): void {
  const root = document.documentElement;
  if (document.fullscreenElement || !root.requestFullscreen) return;
  // Without a click or a key just before, in a frame, or where a person forbade it, it is refused.
  root.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined);
}

export function leaveScreen(): void {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
}

/** Calls back when the screen is not filled any more, whoever did it. */
export function onScreenLeft(left: () => void): void {
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) left();
  });
}
