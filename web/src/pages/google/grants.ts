// What Annals asks an account for, and what it cannot do without it. Google lets people untick each.

const GRANTS = [
  ["https://www.googleapis.com/auth/gmail.readonly", "to read mail in Gmail"],
  ["https://www.googleapis.com/auth/drive.readonly", "to read files in Drive"],
  ["https://www.googleapis.com/auth/drive.file", "to put results into Drive"],
] as const;

/** What was not allowed, in words. An account that tells nothing of what it allows is taken to allow all. */
export function notGranted(scopes: readonly string[]): string[] {
  return scopes.length === 0 ? [] : GRANTS.filter(([scope]) => !scopes.includes(scope)).map(([, words]) => words);
}
