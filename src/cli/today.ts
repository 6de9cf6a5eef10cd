const two = (n: number): string => String(n).padStart(2, '0');

/** The day where the user is, e.g. `2026-11-21`: for texts that the user begins today, never for what a build makes. */
export function today(now = new Date()): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
