// Answers that `public/ahead.js` asked for before this script was there. Each is given out once.

declare global {
  interface Window {
    askedAhead?: Map<string, Promise<Response>>;
  }
}

/** As `fetch` does, but with the answer that was asked for ahead where there is one. */
export function fetchAhead(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const path = pathname + search;
  const answer = request.method === "GET" ? window.askedAhead?.get(path) : undefined;
  if (!answer) return fetch(request);
  window.askedAhead?.delete(path);
  return answer;
}
