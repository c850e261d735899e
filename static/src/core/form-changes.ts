/** What is done once somebody has stopped typing, or at once where a choice was made. */
const RESTS_MS = 500;

export function afterChanges(form: HTMLFormElement, done: (field: Element) => void, restsMs = RESTS_MS): void {
  let timer: number | undefined;
  const wait = (event: Event, ms: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => done(event.target as Element), ms);
  };
  form.addEventListener("input", (event) => wait(event, (event.target as Element).matches("[type=checkbox], select") ? 0 : restsMs));
  form.addEventListener("submit", () => clearTimeout(timer));
}
