/**
 * A link that holds all inputs in its fragment: deflated JSON in the characters that addresses may
 * have. The server is not told of it, and stores nothing, until somebody opens it.
 */
import type { RunRequest } from "./types";

/** Characters: beyond that, mail and chat programs begin to cut addresses. */
export const LONGEST_LINK = 8000;
/** Characters that a link may unfold to. */
const LARGEST = 1_000_000;
const UNREADABLE = "The configuration in this link cannot be read: it may have been cut on its way.";

/** A link is of no use; the text says why. */
export class BadLink extends Error {}

export async function configLink(request: RunRequest, origin: string): Promise<string> {
  const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(request)), Infinity);
  const of = request.scenario === undefined ? "" : `?scenario=${encodeURIComponent(request.scenario)}`;
  const link = `${origin}/lab/new${of}#c=${toText(packed)}`;
  if (link.length > LONGEST_LINK) throw new BadLink(`These inputs make a link of ${link.length.toLocaleString("en")} characters. Beyond ${LONGEST_LINK.toLocaleString("en")}, programs cut addresses: share the run instead.`);
  return link;
}

export async function readConfig(config: string): Promise<RunRequest> {
  const found = await unpack(config).catch(() => null);
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new BadLink(UNREADABLE);
  return found as RunRequest;
}

async function unpack(config: string): Promise<unknown> {
  if (config.length > LONGEST_LINK) throw new BadLink(UNREADABLE);
  return JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), toBytes(config), LARGEST)));
}

async function through(stream: CompressionStream | DecompressionStream, data: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // What goes wrong here is thrown by the reader too.
  writer.write(data).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: number[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const byte of part.value) parts.push(byte);
    if (parts.length > most) throw new RangeError("too large");
  }
  return Uint8Array.from(parts);
}

/** Base64 in the alphabet of addresses (RFC 4648, 5). */
function toText(data: Uint8Array): string {
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
