/** `worker.timeout` and `components.worker.timeout` are one path. */
export function fullPath(path: string): string {
  return !path.includes(".") || path.startsWith("components.") || path.startsWith("quotas.") ? path : `components.${path}`;
}
