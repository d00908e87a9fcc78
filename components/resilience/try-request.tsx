'use client';

import { useState } from 'react';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { formatRatio } from '@/lib/domain/format';
import { decide, type ReadTable } from '@/lib/domain/routing/decide';
import { exampleRequest } from '@/lib/domain/routing/example-request';
import styles from './try-request.module.css';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What would become of a request that somebody makes up. */
export function TryRequest({ tables }: { readonly tables: readonly ReadTable[] }) {
  const [method, setMethod] = useState<(typeof METHODS)[number]>('GET');
  const [address, setAddress] = useState('/');
  const [headers, setHeaders] = useState('');
  const request = exampleRequest({ method, address, headers });
  const { taken, goes, because, doubts } = decide(tables, request);
  return (
    <section className={styles.panel} aria-label="Try a request">
      <h2 className={styles.heading}>Try a request</h2>
      <div className={styles.fields}>
        <Select
          label="Method"
          value={method}
          onChange={setMethod}
          choices={METHODS.map((id) => ({ id, label: id }))}
        />
        <TextField
          label="Path, with a query"
          value={address}
          onChange={setAddress}
          description="Of gRPC: /package.Service/Method"
          isMono
        />
        <TextField
          label="Headers"
          value={headers}
          onChange={setHeaders}
          description="One a line, as name: value"
          multiline
          isMono
        />
      </div>
      <div className={styles.outcome} aria-live="polite">
        <p className={styles.goes}>
          {goes.length === 0
            ? 'It goes nowhere.'
            : goes.map(({ to, share }) => `${to}: ${formatRatio(share)}`).join(', ')}
        </p>
        <p className={styles.because}>
          {taken !== null && (
            <strong>
              {`Rule ${taken.rule.index + 1}${taken.rule.name === null ? '' : ` “${taken.rule.name}”`} of ${taken.table.object.kind} ${taken.table.object.name} takes it. `}
            </strong>
          )}
          {because}
        </p>
        {doubts.map((doubt) => (
          <p key={doubt} className={styles.because}>
            {`${doubt} An example cannot say that, so it is taken for met.`}
          </p>
        ))}
      </div>
    </section>
  );
}
