/** To the clipboard, with the browser's permission or without. */

/** Whether it was copied; what could not be is selected, so that a person can. */
export async function copyText(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // No such thing without TLS, or no permission: the old way needs neither.
  }
  field.focus();
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}
