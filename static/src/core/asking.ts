/** Asking the server for runs: the inputs as they stand, a change that is tried, the same run once more. */
import { Refused } from "./api";
import type { Inputs } from "./inputs";
import type { Lab } from "./lab";
import type { RunState } from "./types";

const SENDING_MS = 20;

export class Asking {
  private againAfter = false;

  constructor(private readonly lab: Lab) {}

  /** Sends the inputs as they stand. A wish during sending is served once, afterwards. */
  async start(): Promise<void> {
    if (this.lab.sending.value) {
      this.againAfter = true;
      return;
    }
    this.lab.sending.value = true;
    try {
      await this.send();
    } catch (error) {
      this.refuse(error instanceof Refused ? error : new Refused(String(error)));
    } finally {
      this.lab.sending.value = false;
    }
    if (!this.againAfter) return;
    this.againAfter = false;
    await this.start();
  }

  private async send(): Promise<void> {
    const inputs = this.lab.inputs.current.value;
    const created = await this.lab.requestRun(inputs, this.lab.run.value);
    this.accepted();
    if (created.id !== this.lab.run.value) this.lab.show(created, inputs);
    else await this.again(created.state);
  }

  private accepted(): void {
    this.lab.inputs.setChecks([]);
    this.lab.trouble.value = null;
    this.lab.yours.value = true;
  }

  /** Tries a change: where the server takes it, it is an input from now on and its run is shown;
   *  else all stays as it is, and why is the answer. */
  async attempt(inputs: Inputs): Promise<Refused | null> {
    while (this.lab.sending.value) await new Promise((resolve) => setTimeout(resolve, SENDING_MS));
    this.lab.sending.value = true;
    try {
      const created = await this.lab.requestRun(inputs, this.lab.run.value);
      this.lab.inputs.take(inputs);
      this.accepted();
      if (created.id !== this.lab.run.value) this.lab.show(created, inputs);
      return null;
    } catch (error) {
      return error instanceof Refused ? error : new Refused(String(error));
    } finally {
      this.lab.sending.value = false;
    }
  }

  /** The same inputs are the same run: go on with it, or play it once more. */
  private async again(state: RunState): Promise<void> {
    if (state === "failed" || state === "interrupted") return this.retry();
    // It ended here before it did there: the server goes on, or somebody else had it go on.
    const left = this.lab.viewing.connection.value === "closed";
    if (left && (this.lab.end.value === null || this.lab.state.value !== state)) return this.lab.join(state);
    this.lab.viewing.seek(0);
    this.lab.viewing.setPlaying(true);
    this.lab.viewing.onSay("The same inputs are the same run. Playing it again.");
  }

  private refuse(error: Refused): void {
    this.lab.inputs.setChecks(error.checks);
    const placed = this.lab.inputs.problems.value.size > 0;
    this.lab.trouble.value = placed ? null : { kind: "refused", message: error.message };
    this.lab.viewing.onSay(error.message);
  }

  /** Computes the same run again, or goes on with it, after a failure. */
  async retry(): Promise<void> {
    const id = this.lab.run.value;
    if (!id) return this.start();
    try {
      const created = await this.lab.api.retryRun(id);
      this.lab.trouble.value = null;
      this.lab.join(created.state);
    } catch (error) {
      this.lab.trouble.value = { kind: "failed", message: (error as Error).message };
    }
  }

  async cancel(): Promise<void> {
    const id = this.lab.run.value;
    if (!id || this.lab.stopping.value) return;
    this.lab.stopping.value = true;
    const said = await this.lab.api.cancelRun(id).catch((error: Error) => error);
    this.lab.stopping.value = false;
    if (!said.message) return;
    this.lab.viewing.onSay(said.message);
    this.lab.trouble.value = { kind: "note", message: said.message };
  }
}
