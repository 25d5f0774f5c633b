// Asks for what the history begins with while the pages' own script is still on its way; `src/api/ahead.ts` takes the answers.
if (["/", "/history"].includes(location.pathname) && location.search === "") {
  const asked = ["/api/v1/session", "/api/v1/runs?limit=50"].map((path) => [path, fetch(path)]);
  // Whoever takes an answer is told what went wrong.
  for (const [, answer] of asked) answer.catch(() => undefined);
  window.askedAhead = new Map(asked);
}
