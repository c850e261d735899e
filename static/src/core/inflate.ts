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

export async function inflateFrame(packet: Packet): Promise<FramePayload> {
  const stream = new Blob([packet.data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const frame = (await new Response(stream).json()) as FramePayload;
  if (frame.v !== 1) throw new RangeError(`frames of version ${String(frame.v)}; this page reads version 1`);
  return frame;
}
