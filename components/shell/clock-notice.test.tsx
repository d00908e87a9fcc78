import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClockNotice } from '@/components/shell/clock-notice';
import { createQueryClient } from '@/lib/client/query-client';
import { statusKeys } from '@/lib/client/status';
import type { Status } from '@/lib/contract/status';

const STATUS: Status = {
  version: '0',
  now: 0,
  meshes: [],
  knownMeshes: [],
  identity: {
    mode: 'kubeconfig',
    signedIn: true,
    name: null,
    groups: [],
    expiresAt: null,
    renewInMs: null,
  },
  writes: { allowed: false, reason: null },
  links: { grafana: null, tracing: null, console: null },
  panels: null,
  sources: [],
  warnings: [],
};

function show(status: Partial<Status>): void {
  const client = createQueryClient();
  client.setQueryData(statusKeys.all, { ...STATUS, ...status });
  render(
    <QueryClientProvider client={client}>
      <ClockNotice />
    </QueryClientProvider>,
  );
}

afterEach(() => vi.unstubAllGlobals());

describe('the notice of clocks', () => {
  it('is not there while they agree', () => {
    show({ now: Date.now() - 20_000 });
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('says how far this computer is off', () => {
    show({ now: Date.now() + 3 * 86_400_000 + 1_000 });
    expect(screen.getByRole('status').textContent).toMatch(/This computer’s clock is 3 d behind/);
  });

  it('says what the server found of the sources, and nothing else that it warns of', () => {
    const message = 'The clock of Prometheus is 10 min ahead of the console’s.';
    const other = { code: 'namespaces-hidden', message: 'Some are hidden.' };
    show({ now: Date.now(), warnings: [other, { code: 'clock-skew', message }] });
    expect(screen.getByRole('status').textContent).toContain(message);
    expect(screen.queryByText(/hidden/)).toBeNull();
  });
});
