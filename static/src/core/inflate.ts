/** One binary message of the socket: a 4-byte big-endian frame number, then zlib data. */
import type { FramePayload } from "./types";

export interface Packet {
  readonly n: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

export function readPacket(buffer: ArrayBuffer): Packet {
  if (buffer.byteLength < 5) throw new RangeError(`a frame of ${buffer.byteLength} bytes`);
  return { n: new DataView(buffer).getUint32(0), data: new Uint8Array(buffer, 4) };
}

/** Hands on the text of compressed bytes, part by part, until `take` has enough; it throws where they
 *  are cut off. Through the stream's own reader and writer: by way of a Blob and a Response a frame
 *  takes eight times as long. */
export async function inflate(data: Uint8Array<ArrayBuffer>, format: CompressionFormat, take: (text: string) => boolean): Promise<void> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  // What goes wrong here is thrown by the reader too.
  writer.write(data).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const decoder = new TextDecoder();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (take(decoder.decode(part.value, { stream: true }))) return;
  }
  take(decoder.decode());
}

export async function inflateText({ data }: Packet): Promise<string> {
  let text = "";
  await inflate(data, "deflate", (part) => {
    text += part;
    return false;
  });
  return text;
}

export async function inflateFrame(packet: Packet): Promise<FramePayload> {
  const frame = JSON.parse(await inflateText(packet)) as FramePayload;
  if (frame.v !== 1) throw new RangeError(`frames of version ${String(frame.v)}; this page reads version 1`);
  return frame;
}
