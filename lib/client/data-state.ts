import type { UseQueryResult } from '@tanstack/react-query';

/** What a panel can be showing. `ready` with an error is old data whose refresh failed. */
export type DataState<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | { readonly status: 'ready'; readonly data: T; readonly staleBecause: Error | null };

/** Reduces the many flags of a query to the one state that a panel has to draw. */
export function dataStateOf<T>({
  data,
  error,
}: Pick<UseQueryResult<T>, 'data' | 'error'>): DataState<T> {
  if (data !== undefined) return { status: 'ready', data, staleBecause: error };
  return error === null ? { status: 'loading' } : { status: 'failed', error };
}

/** The same state with its data turned into something else. */
export function mapState<T, U>(state: DataState<T>, turn: (data: T) => U): DataState<U> {
  return state.status === 'ready' ? { ...state, data: turn(state.data) } : state;
}
