/** A report's page: the paper follows the form, and the author is known the next time. */
import "./gallery";
import "../styles/builder.css";
import { afterChanges } from "../core/form-changes";
import { keepValue, recallKept } from "../core/kept";

const AUTHOR = "windtunnel.author";

const form = document.querySelector<HTMLFormElement>("[data-builder]");
if (form) build(form);

function build(form: HTMLFormElement): void {
  const author = form.querySelector<HTMLInputElement>("#author")!;
  const address = form.action;
  const show = (section = ""): void => {
    form.action = section ? `${address}#${section}` : address;
    form.requestSubmit();
  };
  form.querySelector<HTMLElement>("[data-update]")!.hidden = true;
  if (!author.value) author.value = recallKept(AUTHOR) ?? "";
  afterChanges(form, (field) => {
    if (field === author) keepValue(AUTHOR, author.value.trim() || null);
    // The size of the paper is seen in print alone.
    if (field.matches("select")) return;
    show(field instanceof HTMLInputElement && field.type === "checkbox" && field.checked ? field.value : "");
  });
  // The browser may have kept what was typed before a reload.
  if ([...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("#title, #author, #notes")].some(({ value }) => value) || form.querySelector("[name=section]:not(:checked)")) show();
  document.documentElement.dataset["ready"] = "true";
}
