/** The tab's icon: built from here, linked by the page under its hashed name. */
import { h } from "./dom";
import address from "./mark.svg?url";

if (!document.querySelector("link[rel=icon]")) {
  document.head.append(h("link", { rel: "icon", type: "image/svg+xml", href: address }));
}
