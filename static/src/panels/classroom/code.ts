/** The code of a class, large enough for a room: QR code, address, code. */
import { h } from "../../core/dom";
import { idFor } from "../../core/ids";

const ONLY_HERE = /^(localhost|127\.|\[::1\])/;
const LOCAL = "This address is this machine's alone. For others, start the server with the names and addresses of this machine, as in WINDTUNNEL_ALLOWED_HOSTS=lab.local,192.0.2.7 make run HOST=0.0.0.0, and open this page by one of them.";

export class ClassCode {
  readonly element: HTMLDialogElement;

  constructor(code: string, dialogs: HTMLElement) {
    const id = idFor("class-code");
    const address = `${location.origin}/c/${code}`;
    const close = h("button", { class: "btn btn-small", type: "button" }, "Close");
    close.addEventListener("click", () => this.element.close());
    const picture = h("img", { class: "code-picture", src: `/c/${code}/qr.svg`, alt: `QR code: ${address}`, width: "360", height: "360" });
    const local = ONLY_HERE.test(location.host) ? [h("p", { class: "class-problem" }, LOCAL)] : [];
    this.element = h("dialog", { class: "sheet code-sheet", "aria-labelledby": id }, h("header", { class: "base-head" }, h("h2", { id }, "Join the class"), close), picture, h("p", { class: "code-large num" }, code), h("p", { class: "code-address num" }, address), h("p", { class: "quiet" }, "No account is needed, and no name. What followers say is deleted when the class ends."), ...local);
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    dialogs.append(this.element);
  }

  open(): void {
    if (!this.element.open) this.element.showModal();
  }
}
