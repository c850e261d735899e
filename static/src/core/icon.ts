/** The tab's icon, under its hashed name; without it browsers ask for /favicon.ico. */
import { h } from "./dom";
import address from "./mark.svg?url";

document.head.append(h("link", { rel: "icon", type: "image/svg+xml", href: address }));
