import type { DemoService } from '../model/types';
import type { Peer } from './peer';
import { emit, lognormalUs, spanIdOf, type Ended, type Position, type State } from './story-state';

/** Reports are now and then made of reports. */
const RECURSIVE_DEPTH = 40;

/** Proxies make no spans of TCP; the application's own tracer does. */
export function queryDatabase(state: State, peer: Peer, service: DemoService, at: Position): Ended {
  const endUs = at.startUs + lognormalUs(state, 3, 0.6);
  emit(state, {
    by: peer.application,
    position: at,
    spanId: spanIdOf(state),
    operation: 'SELECT',
    kind: 'client',
    endUs,
    error: false,
    tags: () => [
      ['db.system', 'postgresql'],
      ['db.statement', `SELECT * FROM ${peer.workload.app.replaceAll('-', '_')} WHERE id = $1`],
      ['peer.service', service.name],
    ],
  });
  return { endUs, code: '200' };
}

/** A report that is made of a report, and so on: a deep, narrow tree. */
export function nestReports(state: State, peer: Peer, at: Position, level = 1): number {
  const spanId = spanIdOf(state);
  const startUs = at.startUs + lognormalUs(state, 1.5, 0.3);
  const inside = { ...at, parentId: spanId, startUs };
  const ended = level < RECURSIVE_DEPTH ? nestReports(state, peer, inside, level + 1) : startUs;
  const endUs = ended + lognormalUs(state, 1.5, 0.3);
  emit(state, {
    by: peer.application,
    position: at,
    spanId,
    operation: `aggregate level ${String(level)}`,
    kind: 'internal',
    endUs,
    error: false,
    tags: () => [['report.level', level]],
  });
  return endUs;
}
