import { readText, readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const SECURITY_TABS = ['workloads', 'policies', 'certificates', 'simulation'] as const;
export const SECURITY_SHOWS = ['mesh', 'plaintext', 'trouble', 'all'] as const;
export const SIMULATION_WINDOWS = ['1h', '3h', '6h'] as const;

/** What the page of the security posture shows. */
export interface SecurityPage {
  readonly tab: (typeof SECURITY_TABS)[number];
  /** `mesh`: workloads in a mesh; `plaintext`: those called in plain text; `trouble`: with denied calls or conflicts. */
  readonly show: (typeof SECURITY_SHOWS)[number];
  /** What the names shall contain; empty for no filter. */
  readonly search: string;
  /** The id of the workload's node that is open; empty for none. */
  readonly workload: string;
  /** The id of the call that is open; empty for none. */
  readonly call: string;
  /** The namespace that is made strict in the simulation; empty while none is chosen. */
  readonly strict: string;
  readonly hours: (typeof SIMULATION_WINDOWS)[number];
}

export const securityCodec: PageCodec<SecurityPage> = {
  keys: ['tab', 'show', 'q', 'workload', 'call', 'strict', 'hours'],
  read: (params) => ({
    tab: readWord(params, 'tab', SECURITY_TABS),
    show: readWord(params, 'show', SECURITY_SHOWS),
    search: readText(params, 'q'),
    workload: readText(params, 'workload'),
    call: readText(params, 'call'),
    strict: readText(params, 'strict'),
    hours: readWord(params, 'hours', SIMULATION_WINDOWS),
  }),
  write: ({ tab, show, search, workload, call, strict, hours }) =>
    writeParams([
      ['tab', tab, 'workloads'],
      ['show', show, 'mesh'],
      ['q', search, ''],
      ['workload', workload, ''],
      ['call', call, ''],
      ['strict', strict, ''],
      ['hours', hours, '1h'],
    ]),
};
