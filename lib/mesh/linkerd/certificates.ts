import { countBy, minBy, selector } from '@/lib/domain/promql';
import type { NamedQuery, ProxyCertificate, QueryAnswers } from '@/lib/mesh/adapter';
import { SCRAPED } from '@/lib/mesh/linkerd/metric-labels';
import { keyOf, workloadOf } from '@/lib/mesh/linkerd/places';

/** When the certificate of a proxy runs out, in epoch seconds. */
const EXPIRY = selector('identity_cert_expiration_timestamp_seconds');

/** The certificate of each workload's proxies that runs out first, and how many proxies told of theirs. */
export function certificateQueries(): readonly NamedQuery[] {
  return [
    { key: 'expiry', promql: minBy(SCRAPED, EXPIRY) },
    { key: 'proxies', promql: countBy(SCRAPED, EXPIRY) },
  ];
}

/** Reads the answers; proxies whose workload is not labelled are left out. */
export function certificates(answers: QueryAnswers): readonly ProxyCertificate[] {
  const counts = new Map(
    (answers.get('proxies') ?? []).flatMap(({ labels, value }) => {
      const of = workloadOf(labels, '');
      return of === undefined ? [] : [[keyOf(of), value] as const];
    }),
  );
  return (answers.get('expiry') ?? []).flatMap(({ labels, value }) => {
    const of = workloadOf(labels, '');
    // 0 is what a proxy says before it has a certificate.
    if (of === undefined || value <= 0) return [];
    const proxies = counts.get(keyOf(of)) ?? 1;
    return [{ namespace: of.namespace, workload: of.name, expiresAt: value * 1000, proxies }];
  });
}
