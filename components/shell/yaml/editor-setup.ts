import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completions, fieldAt, type FieldHelp } from '@/components/shell/yaml/schema-help';
import type { Schema } from '@/lib/domain/structural-schema';

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--text)' },
  { tag: tags.comment, color: 'var(--text-muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--text-muted)' },
]);

const THEME = EditorView.theme({
  '&': {
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--text)',
    fontSize: 'var(--font-size-s)',
  },
  '&.cm-focused': { outline: '2px solid var(--focus-ring)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6', minHeight: '16rem' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-sunken)',
    color: 'var(--text-muted)',
    border: 'none',
    borderRight: '1px solid var(--border)',
  },
  '.cm-activeLine': {
    backgroundColor: 'color-mix(in oklch, var(--surface-hover) 60%, transparent)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--accent-soft)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--surface-sunken)',
    border: '1px solid var(--border)',
    color: 'var(--text-muted)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--text)',
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow-overlay)',
    maxWidth: '32rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-text)',
  },
  '.cm-completionDetail': { color: 'var(--text-muted)', fontStyle: 'normal' },
  '.cm-completionInfo': { fontFamily: 'var(--font)', whiteSpace: 'pre-wrap', padding: '0.5rem' },
  '.cm-diagnostic': { fontFamily: 'var(--font)', padding: '0.375rem 0.5rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--failing)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--degraded)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--idle)' },
  '.cm-lintRange': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--failing)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--degraded)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--idle)' },
  '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text)' },
  '.cm-field-help': { padding: '0.5rem', fontFamily: 'var(--font)', whiteSpace: 'pre-wrap' },
  '.cm-field-help code': { fontWeight: '600' },
});

/** The nonce of this page, for the style elements that the editor adds. Browsers hide the attribute. */
function pageNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  return meta?.nonce ?? '';
}

/** Everything an editor of YAML has, but its text. */
export function editorSetup(label: string, schemaNow: () => Schema | null): readonly Extension[] {
  return [
    EditorView.cspNonce.of(pageNonce()),
    // Without it, checkers do not count what is edited as reached by the keyboard.
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
    THEME,
    syntaxHighlighting(HIGHLIGHT),
    yaml(),
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    search({ top: true }),
    autocompletion({
      override: [
        (context) => {
          const schema = schemaNow();
          return schema === null ? null : completions(context, schema);
        },
      ],
    }),
    hoverTooltip((view, position) => {
      const schema = schemaNow();
      const help = schema === null ? null : fieldAt(view.state, position, schema);
      if (help === null) return null;
      return { pos: help.from, end: help.to, above: true, create: () => ({ dom: helpCard(help) }) };
    }),
    // Tab leaves the editor, as everywhere: nobody shall be caught in it.
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
}

function helpCard({ name, type, description }: FieldHelp): HTMLElement {
  const card = document.createElement('div');
  card.className = 'cm-field-help';
  const title = document.createElement('p');
  const code = document.createElement('code');
  code.textContent = name;
  title.append(code, ` ${type}`);
  card.append(title);
  if (description !== '') {
    const text = document.createElement('p');
    text.textContent = description;
    card.append(text);
  }
  return card;
}
