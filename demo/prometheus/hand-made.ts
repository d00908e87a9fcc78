import { keepSeries } from './kept-store';

const steady = [0, 10, 20, 30, 40, 50, 60];

/** A few series whose answers can be worked out by hand. */
export const HAND_MADE = keepSeries(
  ['requests', { app: 'web', code: '200' }, steady],
  ['requests', { app: 'web', code: '500' }, [0, 1, 2, 3, 4, 5, 6]],
  ['requests', { app: 'api', code: '200' }, [0, 20, 40, 60, 80, 100, 120]],
  ['owner', { app: 'web', team: 'blue' }, [1, 1, 1, 1, 1, 1, 1]],
  ['owner', { app: 'api', team: 'red' }, [1, 1, 1, 1, 1, 1, 1]],
  ['restarted', {}, [0, 10, 20, 5, 15]],
  ['gappy', {}, [1, null, 3, null, null, 6]],
  ['level', {}, [5, 3, 8, 1, 4, 4, 2]],
  ['odd', { kind: 'nan' }, [NaN, NaN, NaN, NaN, NaN, NaN, NaN]],
  ['odd', { kind: 'seven' }, [7, 7, 7, 7, 7, 7, 7]],
  ['size_bucket', { le: '0.1' }, [5, 5, 5, 5, 5, 5, 5]],
  ['size_bucket', { le: '1' }, [8, 8, 8, 8, 8, 8, 8]],
  ['size_bucket', { le: '+Inf' }, [10, 10, 10, 10, 10, 10, 10]],
  ['fallen_bucket', { le: '1' }, [6, 6, 6, 6, 6, 6, 6]],
  ['fallen_bucket', { le: '2' }, [4, 4, 4, 4, 4, 4, 4]],
  ['fallen_bucket', { le: '+Inf' }, [8, 8, 8, 8, 8, 8, 8]],
  ['endless_bucket', { le: '1' }, [6, 6, 6, 6, 6, 6, 6]],
  ['empty_bucket', { le: '1' }, [0, 0, 0, 0, 0, 0, 0]],
  ['empty_bucket', { le: '+Inf' }, [0, 0, 0, 0, 0, 0, 0]],
);
