/** Where to go after signing in: an address of these pages and never one of another site. */
export function safeNext(next: string | undefined): string {
  const own = next !== undefined && /^\/(?![/\\])/.test(next);
  return own ? next : "/history";
}
