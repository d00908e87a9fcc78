import pluginQuery from '@tanstack/eslint-plugin-query';
import nextVitals from 'eslint-config-next/core-web-vitals';
import boundaries from 'eslint-plugin-boundaries';
import checkFile from 'eslint-plugin-check-file';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Who may import whom. A layer may import itself; what is not listed is forbidden.
const LAYERS = {
  app: ['feature', 'shared', 'client', 'server', 'contract', 'domain'],
  shared: ['client', 'viz', 'contract', 'domain'],
  server: ['upstream', 'mesh', 'contract', 'domain'],
  mesh: ['domain'],
  upstream: ['domain'],
  client: ['viz', 'contract', 'domain'],
  viz: ['domain'],
  contract: ['domain'],
  domain: [],
};

const ELEMENTS = [
  { type: 'app', pattern: 'app' },
  { type: 'shared', pattern: 'components/{ui,charts,shell}' },
  { type: 'feature', pattern: 'components/*', capture: ['name'] },
  { type: 'testing', pattern: 'lib/testing' },
  { type: 'server-testing', pattern: 'lib/server/testing' },
  ...['server', 'mesh', 'upstream', 'client', 'viz', 'contract', 'domain'].map((type) => ({
    type,
    pattern: `lib/${type}`,
  })),
];

const POLICIES = [
  ...Object.entries(LAYERS).map(([from, to]) => ({
    from: { element: { type: from } },
    allow: { to: { element: { type: [from, ...to] } } },
  })),
  {
    from: { element: { type: 'feature' } },
    allow: { to: { element: { type: ['shared', ...LAYERS.shared] } } },
  },
  // A feature may import its own files, not another feature's.
  {
    from: { element: { type: 'feature' } },
    allow: {
      to: { element: { type: 'feature', captured: { name: '{{ from.element.captured.name }}' } } },
    },
  },
  // Builders for tests know every layer that they build for.
  {
    from: { element: { type: 'testing' } },
    allow: {
      to: { element: { type: ['testing', 'client', 'upstream', 'mesh', 'contract', 'domain'] } },
    },
  },
  {
    from: { element: { type: 'server-testing' } },
    allow: {
      to: { element: { type: ['server-testing', 'testing', 'server', ...LAYERS.server] } },
    },
  },
];

// What makes elements of text. The rest is in the rule itself.
const HTML_SINKS = [
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc'],
  ...['createContextualFragment', 'parseFromString'],
];

const CLOCKLESS = [
  { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
  { object: 'Math', property: 'random', message: 'Take a generator as an argument.' },
];

export default defineConfig(
  globalIgnores([
    '.next/',
    'next-env.d.ts',
    'coverage/',
    'playwright-report/',
    'test-results/',
    'public/',
  ]),
  nextVitals,
  tseslint.configs.strictTypeChecked,
  pluginQuery.configs['flat/recommended'],
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what you export; no barrels.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text from telemetry is shown as text.',
        },
        ...[
          `MemberExpression[property.name=/^(${HTML_SINKS.join('|')})$/]`,
          `MemberExpression[property.value=/^(${HTML_SINKS.join('|')})$/]`,
          "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]",
          "CallExpression[callee.property.name='html']",
        ].map((selector) => ({ selector, message: 'Text from telemetry is shown as text.' })),
      ],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: [{ from: 'lib', name: ['URL', 'URLSearchParams'] }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Both plugins come with eslint-config-next, which turns on few of their rules.
      'import/no-default-export': 'error',
      'jsx-a11y/click-events-have-key-events': 'error',
      'jsx-a11y/no-static-element-interactions': 'error',
      'jsx-a11y/no-noninteractive-tabindex': 'error',
      'jsx-a11y/label-has-associated-control': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'lib/**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true },
      'boundaries/elements': ELEMENTS,
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies: POLICIES }],
    },
  },
  {
    files: ['**/*.test.{ts,tsx}'],
    rules: { 'boundaries/dependencies': 'off' },
  },
  {
    files: ['{app,components,lib}/**/*.{ts,tsx}'],
    ignores: ['lib/server/env.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read it in lib/server/env.ts.' },
      ],
    },
  },
  // Last, since a later block replaces the options of an earlier one.
  {
    files: ['lib/{domain,viz,contract,mesh}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['react', 'react/*', 'react-dom*', 'next', 'next/*', 'node:*', 'server-only'],
              message: 'This layer is pure: it must run anywhere.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'fetch',
        'process',
        'localStorage',
        'setTimeout',
      ],
      'no-restricted-properties': ['error', ...CLOCKLESS],
    },
  },
  {
    files: ['{app,components,lib,e2e,demo}/**/*.{ts,tsx}'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,tsx}': 'KEBAB_CASE' },
        { ignoreMiddleExtensions: true },
      ],
    },
  },
  {
    files: ['app/**/*.tsx', '*.config.{ts,mjs}'],
    rules: { 'import/no-default-export': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
