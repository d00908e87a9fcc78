import { defineConfig, devices } from '@playwright/test';
import { FRAMING_PORT, PANELS_PORT, PORTS } from './e2e/fixtures/addresses';
import { LAUNCH_OPTIONS } from './e2e/fixtures/browser-options';
import { sessionKeyFile } from './e2e/fixtures/session-key-file';

/** A console that runs already, for work on the tests themselves; by default they start their own. */
const running = process.env['E2E_BASE_URL'];
const baseURL = running ?? `http://127.0.0.1:${String(PORTS.console)}`;

const command = [
  ...['node', 'demo/start.mjs', '--port', PORTS.console, '--as', 'editor'],
  ...['--kubernetes-port', PORTS.kubernetes, '--prometheus-port', PORTS.prometheus],
  ...['--tracing-port', PORTS.tracing],
].join(' ');

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  // A second try in CI, where the machine may be busy; what needed one is listed as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: LAUNCH_OPTIONS,
  },
  projects: [
    { name: 'light', use: { colorScheme: 'light' } },
    { name: 'dark', use: { colorScheme: 'dark' }, grep: /@theme/ },
  ],
  ...(running === undefined && {
    webServer: {
      command,
      env: {
        EMBED_ANCESTORS: `http://localhost:${String(FRAMING_PORT)}`,
        EMBED_NAMESPACES: 'shop',
        EMBED_LINK_HOURS: '24',
        PUBLIC_URL: baseURL,
        GRAFANA_URL: 'https://grafana.example',
        SESSION_KEY_FILE: sessionKeyFile(),
        EMBED_PORT: String(PANELS_PORT),
      },
      url: `${baseURL}/healthz`,
      timeout: 240_000,
      stdout: 'pipe',
      gracefulShutdown: { signal: 'SIGTERM', timeout: 8_000 },
    },
  }),
});
