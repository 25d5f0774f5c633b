// CodeMirror as it is used here. It stands in a shadow tree, where it may bring its styles as style
// sheets: the pages' policy allows no inline styles.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export type Language = "python" | "json" | "text";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--ansi-magenta)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ansi-green)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--ansi-cyan)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], color: "var(--ansi-blue)" },
  { tag: [tags.className, tags.definition(tags.className), tags.typeName], color: "var(--ansi-yellow)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--ansi-blue)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--panel)", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--raised) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent-strong) 30%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 25%, transparent)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)" },
  ".cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--bad) 12%, var(--panel))" },
  "&.cm-merge-b .cm-changedLine, .cm-changedLine, .cm-inlineChangedLine": {
    backgroundColor: "color-mix(in srgb, var(--good) 12%, var(--panel))",
  },
  // A line below, since a ground would take the contrast from the colours of the code.
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: "none", borderBottom: "2px solid var(--good)" },
  ".cm-deletedChunk .cm-deletedText": { background: "none", borderBottom: "2px solid var(--bad)" },
  // The package's own mark is in few fonts.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"' },
  ".cm-collapsedLines": { color: "var(--accent)", background: "var(--raised)", padding: "2px 12px" },
});

const LANGUAGES: Record<Language, () => Extension> = { python, json, text: () => [] };

/** What every editor has. */
export function common(language: Language, label: string): Extension[] {
  return [
    lineNumbers(),
    drawSelection(),
    syntaxHighlighting(colours),
    bracketMatching(),
    theme,
    LANGUAGES[language](),
    // The number says to tools, too, that what scrolls can be reached by keys.
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    keymap.of(searchKeymap),
  ];
}

/** What one has that can be written in. */
export function writing(onChange: (text: string) => void): Extension[] {
  return [
    history(),
    indentOnInput(),
    indentUnit.of("    "),
    highlightActiveLine(),
    highlightSelectionMatches(),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}

/** What one has that can only be read. */
export function reading(): Extension[] {
  return [EditorState.readOnly.of(true), EditorView.lineWrapping, keymap.of(defaultKeymap)];
}

/** The shadow tree of `host`, which stays with it. */
export function shadowOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}
