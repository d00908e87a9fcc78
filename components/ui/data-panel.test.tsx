import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DataPanel } from '@/components/ui/data-panel';
import { ApiError } from '@/lib/client/api';
import type { DataState } from '@/lib/client/data-state';

function show(state: DataState<readonly string[]>) {
  render(
    <DataPanel
      label="Pods"
      state={state}
      isEmpty={(pods) => pods.length === 0}
      empty={<p>No pods</p>}
    >
      {(pods) => <p>{pods.join(', ')}</p>}
    </DataPanel>,
  );
}

describe('DataPanel', () => {
  it('says that it is loading, and is busy', () => {
    show({ status: 'loading' });
    expect(screen.getByRole('region', { name: 'Pods' })).toHaveProperty('ariaBusy', 'true');
    expect(screen.getByRole('status').textContent).toBe('Pods: loading');
  });

  it('says what failed, why, and what to do', () => {
    const error = new ApiError({
      type: 'forbidden',
      status: 403,
      title: 'Forbidden',
      detail: 'You may not list pods in shop.',
    });
    show({ status: 'failed', error });
    const text = screen.getByRole('alert').textContent;
    expect(text).toContain('Pods: not available');
    expect(text).toContain('You may not list pods in shop.');
    expect(text).toContain('Ask for the right');
  });

  it('gives no advice for a failure that it does not know', () => {
    show({ status: 'failed', error: new Error('odd') });
    expect(screen.getByRole('alert').textContent).toBe('Pods: not availableodd');
  });

  it('says that there is nothing', () => {
    show({ status: 'ready', data: [], staleBecause: null });
    expect(screen.getByText('No pods')).toBeDefined();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('shows what there is', () => {
    show({ status: 'ready', data: ['cart-1'], staleBecause: null });
    expect(screen.getByText('cart-1')).toBeDefined();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('keeps old data when a refresh fails, and says that it is old', () => {
    show({ status: 'ready', data: ['cart-1'], staleBecause: new Error('no answer') });
    expect(screen.getByText('cart-1')).toBeDefined();
    expect(screen.getByRole('status').textContent).toBe('Not updatingno answer');
  });
});
