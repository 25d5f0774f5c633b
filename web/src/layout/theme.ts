// Dark or light: as the system says, or as the reader chose in this browser.

export type Theme = "system" | "light" | "dark";

const KEY = "annals.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  apply();
}

/** Shows the theme, also when the system's changes. */
export function startTheme(): void {
  apply();
  dark.addEventListener("change", apply);
}

function apply(): void {
  const theme = chosenTheme();
  const shown = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  document.documentElement.dataset["theme"] = shown;
}
