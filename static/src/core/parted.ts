/** Where a run comes from: the run that a fork was made of. */

/** That run, and how many of its first frames the fork has. */
export interface Origin {
  readonly parent: string;
  readonly shared: number;
}

export function originOf(run: { readonly parent?: string | null; readonly shared?: number } | null): Origin | null {
  return run?.parent ? { parent: run.parent, shared: run.shared ?? 0 } : null;
}
