/**
 * How a field gives the keyboard back: Enter takes what stands there, Escape puts back what stood
 * there, and after either the lab's keys are the lab's again. What cannot be taken stays.
 */
export function leaving(event: KeyboardEvent & { readonly currentTarget: HTMLElement }, take: () => boolean, restore: () => void): boolean {
  if (event.key !== "Enter" && event.key !== "Escape") return false;
  // Escape leaves this, and not what this stands in.
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") restore();
  else if (!take()) return true;
  event.currentTarget.blur();
  return true;
}
