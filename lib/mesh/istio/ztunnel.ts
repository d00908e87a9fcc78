import { differs, equals, like, unlike, type Matcher } from '@/lib/domain/promql';

/** What the label `app` of ztunnel's pods says. */
export const ZTUNNEL = 'ztunnel';

const PODS = 'ztunnel-.*';

/**
 * What ztunnel tells, as two sets of series that have none in common: where a scrape gives no labels of pods, it is
 * known by the name of its pod.
 */
export const BY_ZTUNNEL: readonly (readonly Matcher[])[] = [
  [equals('app', ZTUNNEL)],
  [differs('app', ZTUNNEL), like('pod', PODS)],
];

/** What proxies tell that are not ztunnel: on the same path ztunnel tells of the connection too. */
export const NOT_ZTUNNEL: readonly Matcher[] = [differs('app', ZTUNNEL), unlike('pod', PODS)];
