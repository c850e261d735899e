/** The tab's icon. The server links it under its hashed name; this makes Vite build it. */
import address from "./mark.svg?url";

const link = document.head.querySelector<HTMLLinkElement>("link[rel=icon]");
if (link && !link.href.endsWith(address)) link.href = address;
