/**
 * A run that lies in its page: lines of JSON, deflated as one and written as base64. The first line
 * tells of the run (`FileHead`), each further one is a frame.
 */
import type { Verdict } from "./goals";
import type { Source, SourceOf } from "./source";
import type { SocketHandlers } from "./socket";
import type { EndMessage, FramePayload, Header, LabData } from "./types";

export const FILE_VERSION = 1;

export interface FileHead {
  readonly v: number;
  /** What the page is opened on; its run has ended. */
  readonly lab: LabData & { readonly header: Header };
  readonly end: EndMessage & { readonly message?: string };
  /** What came of its goals, or why that is not known; null where there is no result to judge. */
  readonly verdict?: Verdict | string | null;
  /** What was left out to bound the size, a sentence each; none of a whole copy. */
  readonly left_out: readonly string[];
}

/** A page stays usable while it reads. */
const AT_ONCE_MS = 12;
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export class RunFile {
  private constructor(private readonly bytes: Uint8Array<ArrayBuffer>, readonly head: FileHead) {}

  static async open(base64: string): Promise<RunFile> {
    const bytes = bytesOf(base64);
    for await (const line of linesOf(bytes)) {
      const head = JSON.parse(line) as FileHead;
      if (head.v !== FILE_VERSION) throw new RangeError(`a file of version ${String(head.v)}; this page reads version ${FILE_VERSION}`);
      return new RunFile(bytes, head);
    }
    throw new RangeError("there is nothing in it");
  }

  readonly source: SourceOf = (_run, handlers) => new FileSource(this, handlers);

  /** Files of before verdicts were put into them have none. */
  async verdict(): Promise<Verdict> {
    const { verdict = null } = this.head;
    if (verdict === null || typeof verdict === "string") throw new Error(verdict ?? "This copy does not tell what came of the goals.");
    return verdict;
  }

  async *frames(): AsyncGenerator<FramePayload> {
    let first = true;
    for await (const line of linesOf(this.bytes)) {
      if (!first) yield JSON.parse(line) as FramePayload;
      first = false;
    }
  }
}

async function* linesOf(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<string> {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  // What goes wrong here is thrown by the reader too.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const decoder = new TextDecoder();
  let begun = "";
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (begun + decoder.decode(part.value, { stream: true })).split("\n");
      begun = lines.pop() ?? "";
      yield* lines;
    }
    if (begun) yield begun;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Hands over all frames, and that these were all. */
class FileSource implements Source {
  private closed = false;

  constructor(private readonly file: RunFile, private readonly handlers: SocketHandlers) {}

  open(): void {
    void this.read().catch((error: unknown) => {
      this.handlers.fault(`The run in this file could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** Nothing is ever lost on the way. */
  retry(): void {}

  close(): void {
    this.closed = true;
  }

  private async read(): Promise<void> {
    const { head } = this.file;
    this.handlers.connection("live");
    this.handlers.header(head.lab.header);
    let began = performance.now();
    for await (const frame of this.file.frames()) {
      if (this.closed) return;
      this.handlers.frame(frame);
      if (performance.now() - began < AT_ONCE_MS) continue;
      await rest();
      began = performance.now();
    }
    if (this.closed) return;
    this.handlers.end(head.end);
    this.handlers.connection("closed");
  }
}
